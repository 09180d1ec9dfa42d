package signet.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database, which any number of servers share. Reads and writes go to the primary,
 * with READ COMMITTED; nothing waits for it without a bound.
 */
final class Postgres implements Database.Engine {
  private static final long CONNECTION_TIMEOUT_MILLIS = 3_000;
  private static final int CONNECT_TIMEOUT_SECONDS = 3;
  private static final int SOCKET_TIMEOUT_SECONDS = 10;
  private static final int MIGRATION_LIMIT_SECONDS = 600;
  // Every statement of ours takes milliseconds, and none waits long for a lock.
  private static final String SESSION_LIMITS =
      "-c statement_timeout=5000 -c lock_timeout=3000"
          + " -c idle_in_transaction_session_timeout=10000";
  private static final String HINT =
      "check that the server runs, and the settings database.url, database.user and"
          + " database.password-file";

  private final PGSimpleDataSource source;
  private final boolean listens;
  private final FeedCommits commits;
  private final HikariDataSource pool;
  private final Transactions writer;
  private final Reads reader;

  private Postgres(
      PGSimpleDataSource source,
      boolean listens,
      HikariDataSource pool,
      Jdbi jdbi,
      Outages outages) {
    this.source = source;
    this.listens = listens;
    this.commits = jdbi.getConfig(FeedCommits.class);
    this.pool = pool;
    this.writer = new PooledTransactions(jdbi, outages);
    this.reader = new Reads(jdbi::withHandle, outages);
  }

  static Postgres open(PostgresAddress address, UnaryOperator<DataSource> around, Outages outages) {
    // A migration may take longer than a request, and waits for one of another server.
    PGSimpleDataSource migrating = source(address);
    migrating.setSocketTimeout(MIGRATION_LIMIT_SECONDS);
    Migrations.run(migrating, address.place(), HINT);
    HikariDataSource pool = pool(address);
    return new Postgres(
        source(address), address.listens(), pool, Jdbi.create(around.apply(pool)), outages);
  }

  private static PGSimpleDataSource source(PostgresAddress address) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(address.url());
    address.user().ifPresent(source::setUser);
    address.password().ifPresent(source::setPassword);
    source.setApplicationName("signet");
    source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
    source.setLoginTimeout(CONNECT_TIMEOUT_SECONDS);
    source.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
    source.setTcpKeepAlive(true);
    // Of several hosts the one that writes: what a standby says may be older than what was
    // answered.
    source.setTargetServerType("primary");
    return source;
  }

  private static HikariDataSource pool(PostgresAddress address) {
    PGSimpleDataSource source = source(address);
    source.setOptions(SESSION_LIMITS);
    HikariConfig config = new HikariConfig();
    config.setPoolName("postgresql");
    config.setDataSource(source);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setMaximumPoolSize(address.connections());
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.setExceptionOverride(new LeaveStandbys());
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw Migrations.cannotOpen(address.place(), HINT, e);
    }
  }

  @Override
  public Transactions writer() {
    return writer;
  }

  @Override
  public Reads reader() {
    return reader;
  }

  @Override
  public String nowMillis() {
    return "CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)";
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public FeedSignal feedSignal() {
    return listens ? new PostgresFeedSignal(source) : Thread::sleep;
  }

  @Override
  public void onFeedCommit(Runnable listener) {
    commits.tell(listener);
  }

  @Override
  public void close() {
    pool.close();
  }
}
