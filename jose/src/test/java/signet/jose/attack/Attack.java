package signet.jose.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.function.Executable;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.reject.RejectReason;

/**
 * One forged token or key, and the refusal that must answer it.
 *
 * @param id the catalogue's id, such as {@code A01}
 * @param name what was done, for the name of the test
 * @param check sends the attack and asserts the refusal and its reason
 */
record Attack(String id, String name, Executable check) {
  private static final int MAX_TOKEN_BYTES = 8 * 1024;

  /**
   * A token that {@code verifier} must refuse for {@code reason}, or for its size, which is judged
   * before all else.
   */
  static Attack token(
      String id, String name, JwtVerifier verifier, String token, RejectReason reason) {
    RejectReason first = token.length() > MAX_TOKEN_BYTES ? RejectReason.TOO_LARGE : reason;
    return new Attack(id, name, () -> assertThat(refusal(verifier, token)).isEqualTo(first));
  }

  /** A JWK that must not become a key. */
  static Attack jwk(String id, String name, String json) {
    return new Attack(
        id, name, () -> assertThatThrownBy(() -> Jwk.parse(json)).isInstanceOf(JwkException.class));
  }

  /** A JWK Set that must not be read. */
  static Attack jwkSet(String id, String name, String json) {
    return new Attack(
        id,
        name,
        () -> assertThatThrownBy(() -> JwkSet.parse(json)).isInstanceOf(JwkException.class));
  }

  /** A configuration that must be refused when it is built. */
  static Attack configuration(String id, String name, Executable build) {
    return new Attack(
        id,
        name,
        () -> assertThatThrownBy(build::execute).isInstanceOf(IllegalArgumentException.class));
  }

  static RejectReason refusal(JwtVerifier verifier, String token) {
    Verification verification = verifier.verify(token);
    assertThat(verification).isInstanceOf(Verification.Rejected.class);
    return ((Verification.Rejected) verification).reason();
  }

  String displayName() {
    return id + " " + name;
  }
}
