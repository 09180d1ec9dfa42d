package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.runtime.start.StartupException;

/** A start that works, and every way in which one does not. */
final class StartIT {
  @TempDir Path folder;

  @Test
  void keepsKeysAndUsersOverARestart() throws Exception {
    String kid;
    try (RunningServer first = RunningServer.start(folder)) {
      first.addUser("alice");
      kid = activeKid(first);
    }
    try (RunningServer second = RunningServer.start(folder)) {
      assertThat(activeKid(second)).isEqualTo(kid);
      assertThat(second.login("alice", RunningServer.PASSWORD).statusCode()).isEqualTo(200);
    }
  }

  private static String activeKid(RunningServer server) throws Exception {
    return new JsonObject(server.get("/health/keys").body()).getString("active_kid");
  }

  @Test
  void everythingOnTheDiskIsForTheOwnerAlone() throws Exception {
    try (RunningServer server = RunningServer.start(folder)) {
      assertThat(server.url()).startsWith("http://localhost:");
      assertThat(mode(folder.resolve("data"))).isEqualTo("rwx------");
      assertThat(mode(folder.resolve("data.key"))).isEqualTo("rw-------");
      try (var files = Files.list(folder.resolve("data"))) {
        assertThat(files)
            .hasSizeGreaterThanOrEqualTo(3)
            .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
      }
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void theDatabaseHoldsNoPrivateKey() throws Exception {
    RunningServer.start(folder, "tokens.access.algorithm", "ES256").close();

    String database =
        Files.readString(folder.resolve("data/signet.db"), StandardCharsets.ISO_8859_1);
    assertThat(database).contains("\"kty\":\"EC\"").doesNotContain("\"d\":");
  }

  @Test
  void refusesAFolderThatAnotherServerHas() throws Exception {
    try (RunningServer first = RunningServer.start(folder)) {
      StartupException failure = failure();

      assertThat(failure.exitCode()).isEqualTo(1);
      assertThat(failure.problems()).hasSize(1);
      assertThat(failure)
          .hasMessageContaining(
              "is in use by another process (pid " + ProcessHandle.current().pid())
          .hasMessageContaining("stop it first, or name another folder with --data");
      assertThat(first.get("/health/ready").statusCode()).isEqualTo(200);
    }
    RunningServer.start(folder).close();
  }

  @Test
  void refusesAPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      StartupException failure = failure("port", port);

      assertThat(failure.exitCode()).isEqualTo(1);
      assertThat(failure)
          .hasMessage(
              "cannot listen on 127.0.0.1 port "
                  + port
                  + ": another process may have it; stop that one or choose another with --port or"
                  + " --host");
      // No key either, which would look like an installation.
      assertThat(folder).isDirectoryNotContaining("glob:**.key");
    }
    // Nothing was left open or locked.
    RunningServer.start(folder).close();
  }

  @Test
  void refusesAFolderThatCannotBeWritten() throws Exception {
    Files.createFile(folder.resolve("data"));

    assertThat(failure()).hasMessageContaining("cannot be made or written to");
  }

  @Test
  void refusesAFolderWhosePathIsTooLongForASocket() {
    Path deep = folder.resolve("d".repeat(120));

    assertThatThrownBy(() -> RunningServer.start(deep))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("cannot make the administration socket");
  }

  @Test
  void refusesAMasterKeyThatOthersCanRead() throws Exception {
    RunningServer.start(folder).close();
    Path key = folder.resolve("data.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

    StartupException failure = failure();

    assertThat(failure.exitCode()).isEqualTo(1);
    assertThat(failure).hasMessageContaining("run chmod 600 " + key);
  }

  @Test
  void refusesAnotherMasterKey() throws Exception {
    RunningServer.start(folder).close();
    RunningServer.start(folder.resolve("other")).close();

    assertThat(failure("master-key.file", folder.resolve("other/data.key").toString()))
        .hasMessageContaining("is not the one that sealed the signing keys");
  }

  @Test
  void refusesToStartWithoutTheMasterKeyItOnceHad() throws Exception {
    RunningServer.start(folder).close();
    Files.delete(folder.resolve("data.key"));

    assertThat(failure()).hasMessageContaining("is missing: restore it from its backup");
  }

  private StartupException failure(String... settings) {
    return catchThrowableOfType(
        StartupException.class, () -> RunningServer.start(folder, settings).close());
  }
}
