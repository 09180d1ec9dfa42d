package signet.server.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for all tests of this process, which ends with it, and databases in it. */
public final class TestPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  private static final class Cluster {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        // A statement that hangs must fail the test, not the build; durability is not tested here.
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("max_connections", "200")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A new, empty database. */
  public static PostgresAddress newDatabase() {
    String name = "signet_" + DATABASES.incrementAndGet();
    asAdministrator("CREATE DATABASE " + name);
    return new PostgresAddress(url(name), Optional.of("postgres"), Optional.of("postgres"), 10);
  }

  /** Where a database of that name is. */
  private static String url(String name) {
    return "jdbc:postgresql://localhost:" + Cluster.RUNNING.getPort() + "/" + name;
  }

  /** Runs a statement outside of the databases that tests use. */
  public static void asAdministrator(String sql) {
    try (Connection connection = Cluster.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
