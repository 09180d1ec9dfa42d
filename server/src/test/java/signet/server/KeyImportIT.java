package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.server.admin.Administration;
import signet.server.admin.AdministrationException;
import signet.server.admin.Refusal;

/** Keys that operators bring. */
@Timeout(120)
@BesideOthers
final class KeyImportIT {
  @TempDir Path folder;
  private RunningServer server;
  private String[] settings = {};

  private void start(String algorithm) {
    settings =
        new String[] {
          "tokens.access.algorithm",
          algorithm,
          "keys.rotation",
          "1s",
          "keys.max-age",
          "1s",
          "keys.margin",
          "0s"
        };
    server = RunningServer.start(folder, settings);
    server.addUser("alice");
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private String importKey(String jwk) {
    try (Administration administration =
        LocalAdministration.open(RunningServer.config(folder, settings))) {
      return administration.secrets().importKey(jwk);
    }
  }

  private String signingKid() throws Exception {
    String token = server.accessToken("alice");
    byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
    return new JsonObject(new String(header, StandardCharsets.UTF_8)).getString("kid");
  }

  @Test
  void anImportedKeyIsNextAndRotationThenWaitsForTheNextFile() throws Exception {
    start("ES256");
    PrivateJwk first = PrivateJwk.generate(JwsAlgorithm.ES256);

    String kid = importKey(first.exportJson());

    assertThat(kid).isEqualTo(first.thumbprint());
    assertThat(server.get("/.well-known/jwks.json").body()).doesNotContain("\"d\"");
    await().atMost(Duration.ofSeconds(60)).until(() -> signingKid().equals(kid));
    // Rotation is due each second; the standby made here is for a compromise alone.
    await()
        .during(Duration.ofMillis(3_500))
        .atMost(Duration.ofSeconds(30))
        .until(() -> signingKid().equals(kid));
    String second = importKey(PrivateJwk.generate(JwsAlgorithm.ES256).exportJson());
    await().atMost(Duration.ofSeconds(60)).until(() -> signingKid().equals(second));
  }

  @Test
  void aKeyOnceTakenIsNotTakenAgain() {
    start("ES256");
    String jwk = PrivateJwk.generate(JwsAlgorithm.ES256).exportJson();
    importKey(jwk);

    assertRefused(jwk, "the key is there already");
  }

  @Test
  void aKeyOfAnotherAlgorithmIsRefused() {
    start("ES256");

    assertRefused(
        PrivateJwk.generate(JwsAlgorithm.ED25519).exportJson(),
        "not for ES256, which tokens.access.algorithm says");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "no key",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"alg\":\"ES256\"}"
      })
  void whatIsNoKeyIsRefused(String text) {
    start("ES256");

    assertRefused(text, "");
  }

  @Test
  void aPublicKeyIsRefused() {
    start("ES256");

    assertRefused(
        PrivateJwk.generate(JwsAlgorithm.ES256).toPublic().toJson(), "it is a public key");
  }

  @Test
  void aSecretThatCouldBeGuessedIsRefusedAndTheAnswerSaysHowToMakeAGoodOne() {
    start("HS256");
    String weak =
        SecretJwk.of("my very long and quite secret password".getBytes(StandardCharsets.US_ASCII))
            .withAlgorithm(JwsAlgorithm.HS256)
            .exportJson();

    assertRefused(weak, "signet key generate --alg HS256 --out FILE");
    assertThat(importKey(SecretJwk.generate(JwsAlgorithm.HS256).exportJson())).hasSize(22);
  }

  private void assertRefused(String jwk, String told) {
    assertThatThrownBy(() -> importKey(jwk))
        .isInstanceOfSatisfying(
            AdministrationException.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.INVALID_KEY))
        .hasMessageContaining(told);
  }
}
