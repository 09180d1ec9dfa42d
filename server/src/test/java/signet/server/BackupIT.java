package signet.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.runtime.start.StartupException;

/** Backups while the server runs, and what is true after one was restored. */
final class BackupIT {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final String[] SETTINGS = {
    "clients.phone.channel",
    "native",
    "session.repeat-window",
    "0s",
    "session.rotations-per-hour",
    "0",
  };

  @TempDir private Path folder;
  private Path backup;

  @BeforeEach
  void name() {
    backup = folder.resolve("backup.db");
  }

  private RunningServer start() {
    return RunningServer.start(folder, SETTINGS);
  }

  private static String login(RunningServer server) throws Exception {
    return token(server.login("alice", RunningServer.PASSWORD, "client_id", "phone"));
  }

  private static HttpResponse<String> with(RunningServer server, String path, String token)
      throws Exception {
    JsonObject body = new JsonObject().put("client_id", "phone").put("refresh_token", token);
    return server.post(path, body.encode());
  }

  private static String token(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonObject(response.body()).getString("refresh_token");
  }

  private LocalBackup.Restored restore(boolean keepSessions) {
    return LocalBackup.restore(RunningServer.config(folder), backup, keepSessions, NOW);
  }

  private static String text(Path database, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private static void change(Path database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Path database() {
    return folder.resolve("data/signet.db");
  }

  @Test
  void aBackupUnderLoadHoldsAllThatWasAnsweredBefore() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch underLoad = new CountDownLatch(40);
    try (RunningServer server = start();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      server.addUser("alice");
      List<Future<Integer>> loads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        loads.add(
            threads.submit(
                () -> {
                  String token = login(server);
                  int refreshes = 0;
                  while (!over.get()) {
                    token = token(with(server, "/session/refresh", token));
                    refreshes++;
                    underLoad.countDown();
                  }
                  return refreshes;
                }));
      }
      underLoad.await();

      LocalBackup.write(server.config(), backup);

      over.set(true);
      for (Future<Integer> load : loads) {
        assertThat(load.get()).isPositive();
      }
    }
    assertThat(Files.getPosixFilePermissions(backup))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(text(backup, "PRAGMA integrity_check")).isEqualTo("ok");
    assertThat(text(backup, "SELECT count(*) FROM session")).isEqualTo("4");
    // 4 logins, of which each began with 1.
    assertThat(Integer.parseInt(text(backup, "SELECT sum(gen) FROM session")))
        .isGreaterThanOrEqualTo(44);
    assertThat(filesBeside(backup)).containsExactly("backup.db");
  }

  private static List<String> filesBeside(Path file) throws Exception {
    try (Stream<Path> files = Files.list(file.resolveSibling(""))) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("backup"))
          .toList();
    }
  }

  @Test
  void aRestoredBackupRevivesNoSession() throws Exception {
    String ended;
    String alive;
    try (RunningServer server = start()) {
      server.addUser("alice");
      ended = login(server);
      alive = login(server);
      LocalBackup.write(server.config(), backup);
      assertThat(with(server, "/session/logout", ended).statusCode()).isEqualTo(204);
      server.addUser("bob");
    }
    String epoch = text(database(), "SELECT epoch FROM feed");

    LocalBackup.Restored restored = restore(false);

    assertThat(restored.ended()).hasValue(2);
    assertThat(text(database(), "SELECT epoch FROM feed")).isNotEqualTo(epoch);
    assertThat(text(database(), "SELECT count(*) FROM revocation WHERE kind = 'sid'"))
        .isEqualTo("2");
    assertThat(text(database(), "SELECT count(*) FROM audit WHERE event = 'database-restored'"))
        .isEqualTo("1");
    assertThat(Files.getPosixFilePermissions(database()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (RunningServer server = start()) {
      assertThat(with(server, "/session/refresh", ended).statusCode()).isEqualTo(400);
      assertThat(with(server, "/session/refresh", alive).statusCode()).isEqualTo(400);
      assertThat(server.login("bob", RunningServer.PASSWORD).statusCode()).isEqualTo(400);
      token(with(server, "/session/refresh", login(server)));
    }
    Path former = restored.former().orElseThrow();
    assertThat(former).isEqualTo(database().resolveSibling("signet.db.before-20260131T120000Z"));
    assertThat(text(former, "SELECT count(*) FROM user_account")).isEqualTo("2");
  }

  @Test
  void sessionsGoOnWhereThatIsAskedFor() throws Exception {
    String alive;
    try (RunningServer server = start()) {
      server.addUser("alice");
      alive = login(server);
      LocalBackup.write(server.config(), backup);
      alive = token(with(server, "/session/refresh", alive));
    }

    assertThat(restore(true).ended()).isEmpty();

    try (RunningServer server = start()) {
      // The token is newer than the database, which is followed.
      token(with(server, "/session/refresh", alive));
    }
  }

  @Test
  void versionsOfUsersAreHigherThanAnyThatVerifiersHaveHeardOf() throws Exception {
    try (RunningServer server = start()) {
      String alice = server.addUser("alice");
      LocalBackup.write(server.config(), backup);
      try (var administration = LocalAdministration.open(server.config())) {
        administration.users().setEnabled(alice, false);
      }
    }
    int heard = Integer.parseInt(text(database(), "SELECT max(min_ver) FROM revocation"));

    restore(false);

    assertThat(Integer.parseInt(text(database(), "SELECT authz_ver FROM user_account")))
        .isGreaterThan(heard);
  }

  @Test
  void nothingIsRestoredBelowARunningServer() throws Exception {
    try (RunningServer server = start()) {
      server.addUser("alice");
      LocalBackup.write(server.config(), backup);

      assertThatThrownBy(() -> restore(false))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("in use by another process");
      assertThat(server.login("alice", RunningServer.PASSWORD).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aBackupGoesToAnEmptyFolderToo() throws Exception {
    try (RunningServer server = start()) {
      server.addUser("alice");
      LocalBackup.write(server.config(), backup);
    }
    Path other = folder.resolve("other");

    LocalBackup.Restored restored =
        LocalBackup.restore(RunningServer.config(other), backup, false, NOW);

    assertThat(restored.former()).isEmpty();
    Files.copy(folder.resolve("data.key"), other.resolve("data.key"));
    try (RunningServer server = RunningServer.start(other, SETTINGS)) {
      assertThat(server.login("alice", RunningServer.PASSWORD).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void noFileIsOverwrittenAndNoFolderMade() throws Exception {
    Files.writeString(backup, "precious");
    try (RunningServer server = start()) {
      assertThatThrownBy(() -> LocalBackup.write(server.config(), backup))
          .hasMessageContaining("exists already");
    }
    assertThat(backup).hasContent("precious");
    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> LocalBackup.write(RunningServer.config(nowhere), folder.resolve("b")))
        .hasMessageContaining("there is no database in");
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void whatIsNoSoundBackupLeavesTheDatabaseAlone() throws Exception {
    try (RunningServer server = start()) {
      server.addUser("alice");
      LocalBackup.write(server.config(), backup);
    }
    byte[] sound = Files.readAllBytes(backup);
    byte[] before = Files.readAllBytes(database());

    for (byte[] unsound :
        List.of(new byte[0], "no database".getBytes(UTF_8), cut(sound), scratched(sound))) {
      Files.write(backup, unsound);
      assertThatThrownBy(() -> restore(false))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("damaged, or none of Signet's");
    }
    Files.write(backup, sound);
    change(
        backup,
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success) VALUES (999, '999', 'later',"
            + " 'SQL', 'V999__later.sql', 1, '', 1, 1)");
    assertThatThrownBy(() -> restore(false)).hasMessageContaining("another version of Signet");
    Files.delete(backup);
    assertThatThrownBy(() -> restore(false)).hasMessageContaining("cannot be restored");

    assertThat(Files.readAllBytes(database())).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder.resolve("data"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains("restoring") || name.contains("before"));
    }
  }

  private static byte[] cut(byte[] sound) {
    return Arrays.copyOf(sound, sound.length / 2);
  }

  /** With the root pages of some tables overwritten. */
  private static byte[] scratched(byte[] sound) {
    byte[] scratched = sound.clone();
    Arrays.fill(scratched, 4096 * 2, 4096 * 6, (byte) 0x55);
    return scratched;
  }

  @Test
  void aDamagedDatabaseIsSetAsideWithItsJournal() throws Exception {
    try (RunningServer server = start()) {
      server.addUser("alice");
      LocalBackup.write(server.config(), backup);
    }
    Files.writeString(database(), "no database any more");
    Files.writeString(database().resolveSibling("signet.db-wal"), "no journal any more");

    Path former = restore(false).former().orElseThrow();

    assertThat(former).hasContent("no database any more");
    try (RunningServer server = start()) {
      assertThat(server.login("alice", RunningServer.PASSWORD).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void postgresqlHasToolsOfItsOwn() {
    var config =
        RunningServer.config(
            folder, "database.url", "postgresql://localhost/signet", "database.user", "signet");
    assertThatThrownBy(() -> LocalBackup.write(config, backup)).hasMessageContaining("pg_dump");
    assertThatThrownBy(() -> LocalBackup.restore(config, backup, false, NOW))
        .hasMessageContaining("pg_dump");
  }
}
