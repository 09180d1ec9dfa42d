package signet.jose.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jws.JwsVerification;
import signet.jose.jws.JwsVerifier;
import signet.jose.reject.RejectReason;
import signet.testkit.json.Json;

/** Verifies the tokens of published vectors, whose payloads need not be claims. */
final class RawJws {
  private RawJws() {}

  /** A verifier of one key, the algorithm of a key without one given by its holder. */
  static JwsVerifier verifier(Json jwk, String alg) {
    JwsVerifier.Builder builder =
        JwsVerifier.builder()
            .keys(JwkSet.of(List.of(Jwk.parse(jwk.toString()))))
            .algorithms(JwsAlgorithm.values());
    Optional<JwsAlgorithm> algorithm = JwsAlgorithm.fromWireName(alg);
    return jwk.has("alg") || algorithm.isEmpty()
        ? builder.build()
        : builder.keyAlgorithm(algorithm.get()).build();
  }

  /** The {@code alg} of a token's header, empty where there is none to be read. */
  static String alg(String token) {
    try {
      String header = token.substring(0, token.indexOf('.'));
      return Json.parse(Base64.getUrlDecoder().decode(header)).text("alg");
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return "";
    }
  }

  static byte[] assertVerified(JwsVerifier verifier, String token) {
    JwsVerification verification = verifier.verify(token);
    assertThat(verification).isInstanceOf(JwsVerification.Verified.class);
    return ((JwsVerification.Verified) verification).payload();
  }

  static void assertRefused(JwsVerifier verifier, String token, RejectReason reason) {
    JwsVerification verification = verifier.verify(token);
    assertThat(verification).isInstanceOf(JwsVerification.Rejected.class);
    assertThat(((JwsVerification.Rejected) verification).reason()).isEqualTo(reason);
  }

  /** Whether this JDK can verify the algorithm: ML-DSA needs JDK 24. */
  static boolean isAvailable(String alg) {
    return !alg.startsWith("ML-DSA") || JwsAlgorithm.ML_DSA_44.isAvailable();
  }

  /** Whether each part is the one text of its bytes, by the JDK's own encoder. */
  static boolean isCanonical(String token) {
    for (String part : token.split("\\.", -1)) {
      if (part.length() % 4 == 1) {
        return false;
      }
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
        return false;
      }
    }
    return true;
  }
}
