package signet.jose.jwk;

import java.util.Optional;
import java.util.Set;
import signet.jose.jwa.Curve;
import signet.jose.jwa.KeyType;

/**
 * A JSON Web Key (RFC 7517): a key with what is known of its use. Immutable and safe for use by
 * many threads; {@code toString} never shows a private half.
 */
public sealed interface Jwk permits PublicJwk, PrivateJwk, SecretJwk {
  /**
   * Reads one JWK; a private half makes it a {@link PrivateJwk}, {@code oct} a {@link SecretJwk}.
   *
   * @throws JwkException when it is not strict JSON, or no key that can be used
   */
  static Jwk parse(String json) {
    return JwkReader.read(json);
  }

  /** {@code kty}. */
  KeyType keyType();

  /** {@code crv}, for the key types that have one. */
  Optional<Curve> curve();

  /** {@code kid}: how a token's header names this key. */
  Optional<String> kid();

  /** {@code alg}: the one algorithm that the key is for, of signature or encryption. */
  Optional<String> alg();

  /** {@code use}: {@code sig} or {@code enc}. */
  Optional<String> use();

  /** {@code key_ops}; empty when absent. */
  Set<String> keyOps();

  /**
   * The RFC 7638 thumbprint with SHA-256, base64url. Of a secret key it would permit guessing
   * offline, so publish it of public keys alone.
   */
  String thumbprint();
}
