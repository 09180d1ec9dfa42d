package signet.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.Pem;
import signet.jose.jwk.PrivateJwk;

final class ClientSettingsTest {
  private static final PrivateJwk SIGNS = PrivateJwk.generate(JwsAlgorithm.ES256);
  private static final PrivateJwk AGREES = PrivateJwk.generateForAgreement(Curve.X25519);

  private static Map<String, String> problems(String... settings) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      texts.put(settings[i], settings[i + 1]);
    }
    Map<String, String> problems = new LinkedHashMap<>();
    ClientSettings.read("c", texts, LifetimeCaps.USUAL, problems::put);
    return problems;
  }

  @ParameterizedTest
  @CsvSource({
    "channel, telepathy",
    "grants, password",
    "grants, client_credentials",
    "access-lifetime, 61m",
    "access-lifetime, 0s",
    "session-idle, 91d",
    "session-absolute, 91d",
    "secret-hashes, 00",
    "keys, nonsense",
    "verifier, true",
    "admin, true",
    "admin, yes",
    "resource-servers, https://a.example",
    "claims.department, sub",
    "claims.department, scope",
    "claims.department, roles",
    "claims.department, authz_ver",
    "claims.department, signet:x",
    "claims.department, two words",
    "claims.user_password, x",
    "claims.department, apiKey",
    "claims.ssn, x",
    "encryption.key, nonsense",
    "encryption.alg, RSA-OAEP-256",
  })
  void refusesOfAPublicClient(String key, String value) {
    assertThat(problems(key, value))
        .hasSize(1)
        .containsKey(key.equals("encryption.alg") ? "encryption.key" : key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "userPassword",
        "client_secret",
        "api-key",
        "apiKey",
        "card_number",
        "creditCard",
        "SSN",
        "social-security-no",
        "pin",
        "user.pin",
        "cvv",
        "accessToken",
        "iban",
        "private_key",
        "otp"
      })
  void namesLikeSecretsAreNotShown(String name) {
    assertThatThrownBy(() -> ClaimMapping.claim(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "department",
        "email",
        "shipping",
        "opinion",
        "https://example.com/level",
        "given_name",
        "span",
        "keyboard",
        "passport_country"
      })
  void namesThatOnlySoundAlikeAreShown(String name) {
    assertThat(ClaimMapping.claim(name)).isEqualTo(name);
  }

  @Test
  void twoAttributesDoNotShareAClaim() {
    assertThat(problems("claims.a", "x", "claims.b", "x")).containsOnlyKeys("claims.b");
  }

  @Test
  void aConfidentialClientNeedsSomethingToShow() {
    assertThat(problems("channel", "confidential")).containsOnlyKeys("keys");
    assertThat(problems("channel", "confidential", "secret-hashes", "ab".repeat(32))).isEmpty();
    assertThat(problems("channel", "confidential", "secret-hashes", "ab".repeat(32) + "," + "cd"))
        .containsOnlyKeys("secret-hashes");
    assertThat(
            problems(
                "channel",
                "confidential",
                "secret-hashes",
                String.join(",", "ab".repeat(32), "cd".repeat(32), "ef".repeat(32))))
        .containsOnlyKeys("secret-hashes");
  }

  @Test
  void aSecretWrittenInPlaceOfItsHashIsNotQuoted() {
    assertThat(problems("channel", "confidential", "secret-hashes", "my-secret").toString())
        .doesNotContain("my-secret");
  }

  @Test
  void takesPublicKeysInEveryForm() {
    for (String text :
        new String[] {
          JwkSet.of(SIGNS.toPublic()).toJson(),
          SIGNS.toPublic().toJson(),
          Pem.encode(SIGNS.toPublic())
        }) {
      assertThat(problems("channel", "confidential", "keys", text)).isEmpty();
    }
  }

  @Test
  void refusesPrivateKeysAndThoseForSomethingElse() {
    for (String text :
        new String[] {
          SIGNS.exportJson(),
          Pem.exportPrivate(SIGNS),
          JwkSet.of(SIGNS).exportJson(),
          SIGNS.toPublic().withUse("enc").toJson(),
          "{\"keys\":[]}",
          "{\"kty\":\"oct\",\"k\":\"" + "A".repeat(43) + "\"}"
        }) {
      Map<String, String> problems = problems("channel", "confidential", "keys", text);
      assertThat(problems).as(text).containsOnlyKeys("keys");
    }
  }

  @Test
  void encryptionTakesAPublicKeyThatFits() {
    assertThat(problems("encryption.key", AGREES.toPublic().toJson())).isEmpty();
    assertThat(
            problems(
                "encryption.key",
                AGREES.toPublic().toJson(),
                "encryption.alg",
                "ECDH-ES+A128KW",
                "encryption.enc",
                "A128CBC-HS256"))
        .isEmpty();
    assertThat(problems("encryption.key", AGREES.exportJson())).containsKey("encryption.key");
    assertThat(
            problems(
                "encryption.key", AGREES.toPublic().toJson(), "encryption.alg", "RSA-OAEP-256"))
        .containsKey("encryption.key");
  }

  @Test
  void longerLifetimesNeedTheirName() {
    Map<String, String> problems = new LinkedHashMap<>();
    Client client =
        ClientSettings.read(
            "c",
            Map.of("access-lifetime", "3h", "session-absolute", "365d"),
            LifetimeCaps.UNSAFE,
            problems::put);

    assertThat(problems).isEmpty();
    assertThat(client.lifetimes().access()).contains(Duration.ofHours(3));
    ClientSettings.read("c", Map.of("access-lifetime", "25h"), LifetimeCaps.UNSAFE, problems::put);
    assertThat(problems).containsOnlyKeys("access-lifetime");
  }

  @Test
  void idleEndsBeforeAbsoluteAndNamesAreNoSubjects() {
    assertThat(problems("session-idle", "2d", "session-absolute", "1d"))
        .containsOnlyKeys("session-idle");
    assertThat(ClientSettings.isName("usr_x")).isFalse();
    assertThat(ClientSettings.isName("a".repeat(65))).isFalse();
  }
}
