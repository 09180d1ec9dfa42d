package signet.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of commits on any server by LISTEN and NOTIFY, over a connection of its own. Where that
 * fails it waits like a clock, and tries again next time.
 */
final class PostgresFeedSignal implements FeedSignal {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresFeedSignal.class);
  private static final String CHANNEL = "signet_feed";

  private final DataSource source;
  private volatile @Nullable Connection connection;
  private volatile boolean closed;
  private boolean failedBefore;

  PostgresFeedSignal(DataSource source) {
    this.source = source;
  }

  /** Tells every server, once the transaction is committed; nothing where there is but one. */
  static void send(Handle handle) {
    try {
      if (handle.getConnection().isWrapperFor(PGConnection.class)) {
        handle.execute("NOTIFY " + CHANNEL);
        handle.afterCommit(handle.getConfig(FeedCommits.class)::committed);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("a connection does not say what it is", e);
    }
  }

  @Override
  public void await(Duration atMost) throws InterruptedException {
    try {
      Connection listening = listening();
      listening.unwrap(PGConnection.class).getNotifications((int) atMost.toMillis());
      failedBefore = false;
    } catch (SQLException e) {
      hangUp();
      if (!failedBefore && !closed) {
        LOG.warn(
            "cannot listen to the database: revocations wait for the next look, a second at most");
      }
      failedBefore = true;
      Thread.sleep(atMost);
    }
  }

  private Connection listening() throws SQLException {
    Connection open = connection;
    if (open != null) {
      return open;
    }
    Connection fresh = source.getConnection();
    connection = fresh;
    if (closed) {
      hangUp();
      throw new SQLException("closed meanwhile");
    }
    try (Statement statement = fresh.createStatement()) {
      statement.execute("LISTEN " + CHANNEL);
    }
    return fresh;
  }

  @Override
  public void close() {
    closed = true;
    hangUp();
  }

  private void hangUp() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("a connection that was given up could not be closed", e);
      }
    }
  }
}
