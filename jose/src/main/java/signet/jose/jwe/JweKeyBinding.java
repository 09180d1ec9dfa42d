package signet.jose.jwe;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.SecretJwk;

/** Binds a key to the one JWE algorithm that it is used with, before any token is read. */
final class JweKeyBinding {
  // RFC 7517 §4.3; both sides of an agreement derive.
  private static final Set<String> OPENING =
      Set.of("decrypt", "unwrapKey", "deriveKey", "deriveBits");
  private static final Set<String> SEALING =
      Set.of("encrypt", "wrapKey", "deriveKey", "deriveBits");

  private JweKeyBinding() {}

  /**
   * The key's own {@code alg}, else the one allowed algorithm that fits it; never taken from a
   * token.
   */
  static Optional<JweAlgorithm> algorithm(Jwk key, Set<JweAlgorithm> allowed) {
    if (!isForEncryption(key, OPENING)) {
      return Optional.empty();
    }
    if (key.alg().isPresent()) {
      return JweAlgorithm.fromWireName(key.alg().get()).filter(a -> fits(key, a));
    }
    JweAlgorithm only = null;
    for (JweAlgorithm algorithm : allowed) {
      if (fits(key, algorithm)) {
        if (only != null) {
          return Optional.empty();
        }
        only = algorithm;
      }
    }
    return Optional.ofNullable(only);
  }

  private static boolean isForEncryption(Jwk key, Set<String> operations) {
    return (key.use().isEmpty() || key.use().get().equals("enc"))
        && (key.keyOps().isEmpty() || !Collections.disjoint(key.keyOps(), operations));
  }

  static boolean fits(Jwk key, JweAlgorithm algorithm) {
    if (!algorithm.takes(key.keyType())
        || key.curve().filter(curve -> curve == Curve.ED25519).isPresent()) {
      return false;
    }
    if (key instanceof SecretJwk secret) {
      // A key of another size is a key for something else.
      return algorithm == JweAlgorithm.DIR || secret.length() == algorithm.wrappingKeyBytes();
    }
    return true;
  }

  static void requireFit(Jwk key, JweAlgorithm algorithm, @Nullable JweEncryption enc) {
    boolean otherAlg =
        key.alg().isPresent()
            && !key.alg().get().equals(algorithm.wireName())
            && (enc == null || !key.alg().get().equals(enc.wireName()));
    if (otherAlg || !fits(key, algorithm) || !isForEncryption(key, SEALING)) {
      throw new JwkException(
          JwkException.Problem.INVALID, "the key does not fit " + algorithm.wireName());
    }
    if (algorithm == JweAlgorithm.DIR
        && enc != null
        && key instanceof SecretJwk secret
        && secret.length() != enc.keyBytes()) {
      throw new JwkException(
          JwkException.Problem.INVALID,
          enc.wireName() + " takes a key of " + enc.keyBytes() + " bytes");
    }
  }
}
