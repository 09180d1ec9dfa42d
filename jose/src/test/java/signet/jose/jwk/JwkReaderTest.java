package signet.jose.jwk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkException.Problem;
import signet.jose.jws.SigningKey;
import signet.jose.jws.VerificationKey;
import signet.testkit.json.Json;

class JwkReaderTest {
  private static final Json RSA = exported(PrivateJwk.generate(JwsAlgorithm.RS256));
  private static final Json EC = exported(PrivateJwk.generate(JwsAlgorithm.ES256));
  private static final Json ED = exported(PrivateJwk.generate(JwsAlgorithm.ED25519));
  private static final Json X = exported(PrivateJwk.generateForAgreement(Curve.X25519));

  private static Json exported(PrivateJwk pair) {
    return Json.parse(pair.exportJson());
  }

  private static void assertRefused(Problem problem, Json json) {
    assertRefused(problem, json.toString());
  }

  private static void assertRefused(Problem problem, String json) {
    JwkException refused = catchThrowableOfType(JwkException.class, () -> Jwk.parse(json));
    assertThat(refused).as(json).isNotNull();
    assertThat(refused.problem()).as(json).isEqualTo(problem);
  }

  private static String encode(byte... bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"kty\":7}", "{\"kty\":\"oct\"}", "{\"kty\":\"EC\"}"})
  void whatIsNoJwkIsMalformed(String json) {
    assertRefused(Problem.MALFORMED, json);
  }

  @Test
  void documentHas512KibibytesAtMost() {
    String key = "{\"kty\":\"oct\",\"k\":\"AQID\"}";
    String exact = key + " ".repeat(512 * 1024 - key.length());
    assertThat(Jwk.parse(exact)).isInstanceOf(SecretJwk.class);
    assertRefused(Problem.MALFORMED, exact + " ");
  }

  @Test
  void unknownKindsAreUnsupported() {
    assertRefused(Problem.UNSUPPORTED, RSA.with("kty", "DSA"));
    assertRefused(Problem.UNSUPPORTED, EC.with("crv", "secp256k1"));
    assertRefused(Problem.UNSUPPORTED, "{\"kty\":\"AKP\",\"alg\":\"ES256\",\"pub\":\"AA\"}");
    assertRefused(Problem.UNSUPPORTED, "{\"kty\":\"AKP\",\"alg\":\"SLH-DSA\",\"pub\":\"AA\"}");
    assertRefused(Problem.UNSUPPORTED, RSA.with("oth", List.of()));
  }

  @Test
  void membersAreCanonicalBase64url() {
    assertRefused(Problem.MALFORMED, EC.with("x", ""));
    assertRefused(Problem.MALFORMED, EC.with("x", EC.text("x") + "="));
    assertRefused(Problem.MALFORMED, EC.with("d", 7));
    assertRefused(Problem.MALFORMED, RSA.without("q"));
    assertRefused(Problem.MALFORMED, "{\"kty\":\"oct\",\"k\":\"\"}");
  }

  @Test
  void integersHaveNoLeadingZeros() {
    byte[] e = {0, 1, 0, 1};
    assertRefused(Problem.MALFORMED, RSA.with("e", encode(e)));
    // A single zero is the shortest form of zero, and no exponent.
    assertRefused(Problem.WEAK, RSA.with("e", encode((byte) 0)));
  }

  @Test
  void coordinatesHaveTheLengthOfTheirField() {
    for (String member : List.of("x", "y", "d")) {
      byte[] bytes = Base64.getUrlDecoder().decode(EC.text(member));
      byte[] longer = new byte[33];
      System.arraycopy(bytes, 0, longer, 1, 32);
      assertRefused(Problem.MALFORMED, EC.with(member, encode(longer)));
      assertRefused(Problem.MALFORMED, EC.with(member, encode(Arrays.copyOf(bytes, 31))));
    }
    for (Json okp : List.of(ED, X)) {
      byte[] bytes = Base64.getUrlDecoder().decode(okp.text("x"));
      assertRefused(Problem.MALFORMED, okp.with("x", encode(Arrays.copyOf(bytes, 33))));
    }
  }

  @Test
  void curveBelongsToItsType() {
    for (String crv : List.of("Ed25519", "X25519")) {
      assertRefused(Problem.MALFORMED, EC.with("crv", crv));
    }
    for (String crv : List.of("P-256", "P-521")) {
      assertRefused(Problem.MALFORMED, ED.with("crv", crv));
    }
    assertRefused(Problem.INVALID, EC.with("y", EC.text("x")));
  }

  @Test
  void privateHalfBelongsToThePublicOne() {
    assertRefused(Problem.INVALID, EC.with("d", encode(filled(32))));
    assertRefused(Problem.INVALID, ED.with("d", encode(filled(32))));
    assertRefused(Problem.INVALID, X.with("d", encode(filled(32))));
    assertRefused(Problem.INVALID, ED.with("d", encode(filled(31))));
    Json other = exported(PrivateJwk.generate(JwsAlgorithm.RS256));
    assertRefused(Problem.INVALID, RSA.with("n", other.text("n")));
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0x42);
    return bytes;
  }

  @Test
  void publicMembersAloneMakeAPublicKey() {
    assertThat(Jwk.parse(RSA.without("d", "p", "q", "dp", "dq", "qi").toString()))
        .isInstanceOf(PublicJwk.class);
    for (Json json : List.of(EC, ED, X)) {
      assertThat(Jwk.parse(json.toString())).isInstanceOf(PrivateJwk.class);
      Jwk read = Jwk.parse(json.without("d").toString());
      assertThat(read).isInstanceOf(PublicJwk.class);
      assertThat(read.kid().isPresent()).isEqualTo(json.has("kid"));
    }
  }

  @Test
  void orderOfTheMembersDoesNotMatter() {
    String privateFirst =
        "{\"d\":\"" + EC.text("d") + "\"," + EC.without("d").toString().substring(1);
    assertThat(Jwk.parse(privateFirst)).isInstanceOf(PrivateJwk.class);
  }

  @Test
  void rsaKeyWithoutItsPrimesSignsAndIsNotExported() {
    Jwk read = Jwk.parse(RSA.without("p", "q", "dp", "dq", "qi").toString());
    byte[] data = "data".getBytes(StandardCharsets.US_ASCII);
    byte[] signature = SigningKey.of((PrivateJwk) read).sign(data);
    assertThat(VerificationKey.of(read).verify(data, signature)).isTrue();
    JwkException refused =
        catchThrowableOfType(JwkException.class, ((PrivateJwk) read)::exportJson);
    assertThat(refused.problem()).isEqualTo(Problem.NOT_EXPORTABLE);
  }
}
