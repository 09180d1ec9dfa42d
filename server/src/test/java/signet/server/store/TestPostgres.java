package signet.server.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
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

  /** Runs a statement beside the databases that tests use. */
  private static void asAdministrator(String sql) {
    try (Connection connection = Cluster.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a statement in a database. */
  public static void inDatabase(PostgresAddress address, String sql) {
    try (Connection connection = connection(address);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one number that a query in a database gives. */
  public static long number(PostgresAddress address, String query) {
    try (Connection connection = connection(address);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connection(PostgresAddress address) throws SQLException {
    return DriverManager.getConnection(
        address.url(), address.user().orElseThrow(), address.password().orElseThrow());
  }
}
