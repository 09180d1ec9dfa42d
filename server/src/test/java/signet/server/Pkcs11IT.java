package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.runtime.start.StartupException;
import signet.server.pkcs11.Pkcs11Token;
import signet.server.pkcs11.SoftHsm;

/** A server whose signing keys live in a token of SoftHSM. */
final class Pkcs11IT {
  @TempDir Path folder;
  private Pkcs11Token.Place place;
  private Path pinFile;

  @BeforeEach
  void makeToken() throws Exception {
    place = SoftHsm.place();
    pinFile = Files.writeString(folder.resolve("pin"), SoftHsm.PIN + "\n");
    Files.setPosixFilePermissions(pinFile, PosixFilePermissions.fromString("rw-------"));
  }

  private RunningServer server(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "keys.pkcs11.library", place.library().toString(),
                "keys.pkcs11.token", place.label(),
                "keys.pkcs11.pin-file", pinFile.toString()));
    Collections.addAll(settings, more);
    return RunningServer.start(folder.resolve("node"), settings.toArray(new String[0]));
  }

  private static JsonObject keys(RunningServer server) throws Exception {
    return new JsonObject(server.get("/health/keys").body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "ES256"})
  void tokensAreSignedInTheTokenAndItsKeyIsFoundAfterARestart(String algorithm) throws Exception {
    JsonObject before;
    try (RunningServer server = server("tokens.access.algorithm", algorithm)) {
      server.addUser("alice");
      before = keys(server);
      // The server's own endpoints verify what the token signed.
      HttpResponse<String> own =
          server.get("/session/list", "Authorization", "Bearer " + server.accessToken("alice"));
      assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
    }
    try (RunningServer server = server("tokens.access.algorithm", algorithm)) {
      assertThat(keys(server).getString("active_kid")).isEqualTo(before.getString("active_kid"));
      assertThat(server.login("alice", RunningServer.PASSWORD).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aTokenThatEndedTheLoginSignsAgainWithoutARestart() throws Exception {
    try (RunningServer server = server("tokens.access.algorithm", "ES256")) {
      server.addUser("alice");
      String kid = keys(server).getString("active_kid");
      // Logs this process out and makes the token forget its handles, as if it had been pulled and
      // plugged in again. (SoftHSM itself does not survive that its folder goes away.)
      Pkcs11Token.open(place).close();

      await()
          .untilAsserted(
              () -> {
                HttpResponse<String> answer = server.login("alice", RunningServer.PASSWORD);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
              });
      assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(keys(server).getString("active_kid")).isEqualTo(kid);
    }
  }

  @Test
  void aServerThatIsNotToldOfTheTokenSaysWhereTheKeyIs() {
    server("tokens.access.algorithm", "ES256").close();

    StartupException failure =
        catchThrowableOfType(
            StartupException.class,
            () -> RunningServer.start(folder.resolve("node"), "tokens.access.algorithm", "ES256"));

    assertThat(failure).hasMessageContaining("is in a PKCS#11 token");
  }

  @Test
  void keysOfTheDatabaseGoOnWorkingWhenATokenIsPluggedIn() throws Exception {
    String kid;
    try (RunningServer before =
        RunningServer.start(folder.resolve("node"), "tokens.access.algorithm", "ES256")) {
      before.addUser("alice");
      kid = keys(before).getString("active_kid");
    }
    try (RunningServer after = server("tokens.access.algorithm", "ES256")) {
      assertThat(keys(after).getString("active_kid")).isEqualTo(kid);
      assertThat(after.login("alice", RunningServer.PASSWORD).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPinFileThatIsOpenToOthersIsRefused() throws Exception {
    Files.setPosixFilePermissions(pinFile, PosixFilePermissions.fromString("rw-r-----"));

    assertThat(catchThrowableOfType(StartupException.class, this::server))
        .hasMessageContaining("run chmod 600 " + pinFile);
  }
}
