package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.runtime.start.StartupException;
import signet.server.audit.AuditEvent;
import signet.server.outage.OutageException;
import signet.server.session.SessionStore;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserName;
import signet.server.user.UserStore;

/** {@link StoreContract} on SQLite, and what that alone does. */
final class SqliteStoreTest extends StoreContract {
  @TempDir Path temporary;
  private TestSqlite sqlite;

  @BeforeEach
  void open() {
    sqlite = TestSqlite.in(temporary);
  }

  @AfterEach
  void close() {
    sqlite.close();
  }

  private Database database() {
    return sqlite.database();
  }

  @Override
  UserStore users() {
    return new UserTable(database());
  }

  @Override
  SessionStore sessions() {
    return new SessionTable(database());
  }

  @Override
  void reopen() {
    sqlite = sqlite.reopen();
  }

  @Test
  void commitsAreOnTheDiskWhenTheyReturn() {
    String journal = pragma("journal_mode");
    int synchronous = Integer.parseInt(pragma("synchronous"));

    assertThat(journal).isEqualTo("wal");
    assertThat(synchronous).as("FULL").isEqualTo(2);
    assertThat(pragma("foreign_keys")).isEqualTo("1");
    assertThat(pragma("busy_timeout")).isEqualTo("1000");
  }

  private String pragma(String name) {
    return database()
        .writer()
        .withHandle(handle -> handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
  }

  @Test
  void readersCannotWrite() {
    assertThatThrownBy(
            () -> database().reader().useHandle(handle -> handle.execute("DELETE FROM session")))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void everyFileIsPrivate() throws Exception {
    try (var files = Files.list(sqlite.folder().path())) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
    }
    assertThat(mode(sqlite.folder().path())).isEqualTo("rwx------");
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void usableUntilClosed() {
    assertThat(database().isUsable()).isTrue();
    database().close();
    assertThat(database().isUsable()).isFalse();
  }

  @Test
  void aFullDiskIsAnOutageThatPasses() {
    long pages = pages("page_count");
    limitPages(pages + 2);

    assertThatThrownBy(() -> insertUsers(100)).isInstanceOf(OutageException.class);
    assertThat(users().list(Optional.empty(), 1)).as("is still read").isNotNull();

    limitPages(pages + 1_000);
    insertUsers(100);
    assertThat(database().isUsable()).as("so soon after").isFalse();
    await().atMost(Duration.ofSeconds(30)).until(database()::isUsable);
  }

  private void insertUsers(int number) {
    String hash = "h".repeat(1_000);
    AuditEvent event = new AuditEvent("user-added", new AuditEvent.Origin("test", "", ""));
    for (int i = 0; i < number; i++) {
      UserName name = UserName.parse("user" + UUID.randomUUID()).orElseThrow();
      User user = new User("usr_" + name, name.written(), new TreeSet<>(), 1, true, Instant.EPOCH);
      users().insert(name, new StoredUser(user, hash), event);
    }
  }

  private long pages(String pragma) {
    return database()
        .writer()
        .withHandle(handle -> handle.createQuery("PRAGMA " + pragma).mapTo(Long.class).one());
  }

  private void limitPages(long number) {
    assertThat(pages("max_page_count = " + number)).isEqualTo(number);
  }

  @Test
  void rejectsADatabaseOfANewerVersion() throws Exception {
    execute(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " VALUES (999, '999', 'future', 'SQL', 'V999__future.sql', 1, '', 1, 1)");

    assertThatThrownBy(this::reopen)
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("was written by another version of Signet");
  }

  @Test
  void rejectsAFileThatIsNoDatabase() throws Exception {
    database().close();
    Files.writeString(sqlite.folder().path().resolve("signet.db"), "x".repeat(10_000));

    assertThatThrownBy(() -> Database.open(sqlite.folder()))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("cannot be opened");
  }

  private void execute(String sql) throws Exception {
    database().close();
    String url = "jdbc:sqlite:" + sqlite.folder().path().resolve("signet.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
