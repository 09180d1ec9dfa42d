package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signet.runtime.start.StartupException;
import signet.server.outage.OutageException;
import signet.server.session.SessionStore;
import signet.server.user.UserStore;

/** {@link StoreContract} on PostgreSQL, and what that alone does. */
final class PostgresStoreTest extends StoreContract {
  private final PostgresAddress address = TestPostgres.newDatabase();
  private Database database = Database.open(address);

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  UserStore users() {
    return new UserTable(database);
  }

  @Override
  SessionStore sessions() {
    return new SessionTable(database);
  }

  @Override
  void reopen() {
    database.close();
    database = Database.open(address);
  }

  @Test
  void nothingWaitsWithoutABound() {
    assertThat(show("statement_timeout")).isEqualTo("5s");
    assertThat(show("lock_timeout")).isEqualTo("3s");
    assertThat(show("idle_in_transaction_session_timeout")).isEqualTo("10s");
    assertThat(show("transaction_isolation")).isEqualTo("read committed");
  }

  private String show(String setting) {
    return database
        .reader()
        .withHandle(handle -> handle.createQuery("SHOW " + setting).mapTo(String.class).one());
  }

  @Test
  void aConnectionThatNoLongerWritesIsLeftForOneThatDoes() {
    PostgresAddress one = new PostgresAddress(address.url(), address.user(), address.password(), 1);
    try (Database single = Database.open(one)) {
      single
          .writer()
          .useHandle(
              handle -> handle.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"));

      assertThatThrownBy(() -> raiseVersion(single)).isInstanceOf(OutageException.class);

      raiseVersion(single);
    }
  }

  private static void raiseVersion(Database database) {
    database
        .writer()
        .useTransaction(handle -> handle.execute("UPDATE feed SET seq = seq + 1 WHERE id = 1"));
  }

  @Test
  void manyWhoOpenANewDatabaseAtOnceAllSucceed() throws Exception {
    PostgresAddress fresh = TestPostgres.newDatabase();
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      Callable<Boolean> open =
          () -> {
            try (Database opened = Database.open(fresh)) {
              return opened.isUsable();
            }
          };
      for (Future<Boolean> result :
          threads.invokeAll(List.of(open, open, open, open, open, open))) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  @Test
  void usableUntilClosed() {
    assertThat(database.isUsable()).isTrue();
    database.close();
    assertThat(database.isUsable()).isFalse();
  }

  @Test
  void rejectsADatabaseOfANewerVersion() {
    database
        .writer()
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO flyway_schema_history (installed_rank, version, description, type,"
                        + " script, checksum, installed_by, execution_time, success)"
                        + " VALUES (999, '999', 'future', 'SQL', 'V999__future.sql', 1, '', 1,"
                        + " true)"));

    assertThatThrownBy(this::reopen)
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("was written by another version of Signet");
  }

  @Test
  void saysWhatToCheckWhereNoServerIs() {
    PostgresAddress nowhere =
        new PostgresAddress(
            "jdbc:postgresql://localhost:1/signet?sslmode=disable",
            Optional.of("signet"),
            Optional.of("hunter2"),
            2);

    assertThatThrownBy(() -> Database.open(nowhere))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("postgresql://localhost:1/signet cannot be opened")
        .hasMessageContaining("database.url")
        .hasMessageNotContaining("hunter2");
    assertThat(nowhere.toString()).isEqualTo("PostgresAddress[postgresql://localhost:1/signet]");
  }
}
