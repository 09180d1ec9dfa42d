package signet.jose.jws;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.SecretJwk;

/**
 * Binds a key to the one algorithm that it is used with, before any token is read (RFC 8725 §3.1).
 */
final class KeyBinding {
  private KeyBinding() {}

  /**
   * The algorithm of a key of a set: its own {@code alg}, else the one allowed algorithm that fits
   * it, else {@code fallback} where that fits. Never taken from a token.
   */
  static Optional<JwsAlgorithm> algorithm(
      Jwk key, Set<JwsAlgorithm> allowed, @Nullable JwsAlgorithm fallback) {
    if (key.alg().isPresent()) {
      return JwsAlgorithm.fromWireName(key.alg().get()).filter(a -> fits(key, a));
    }
    JwsAlgorithm only = null;
    for (JwsAlgorithm algorithm : allowed) {
      if (fits(key, algorithm)) {
        if (only != null) {
          return Optional.ofNullable(fallback).filter(a -> fits(key, a));
        }
        only = algorithm;
      }
    }
    return Optional.ofNullable(only);
  }

  /** Whether the key may verify signatures (RFC 7517 §4.2, §4.3). */
  static boolean mayVerify(Jwk key) {
    return isForSignatures(key) && (key.keyOps().isEmpty() || key.keyOps().contains("verify"));
  }

  private static boolean isForSignatures(Jwk key) {
    return key.use().isEmpty() || key.use().get().equals("sig");
  }

  static boolean fits(Jwk key, JwsAlgorithm algorithm) {
    if (key.keyType() != algorithm.keyType() || !fitsCurve(key, algorithm)) {
      return false;
    }
    if (key instanceof SecretJwk secret) {
      // RFC 7518 §3.2: at least as long as the hash.
      return secret.length() >= algorithm.hashBytes();
    }
    return key.keyType() != KeyType.AKP || key.alg().equals(Optional.of(algorithm.wireName()));
  }

  private static boolean fitsCurve(Jwk key, JwsAlgorithm algorithm) {
    return algorithm.curve().isEmpty() || algorithm.curve().equals(key.curve());
  }

  /** The algorithm of a key's {@code alg}. */
  static JwsAlgorithm ownAlgorithm(Jwk key) {
    return key.alg()
        .flatMap(JwsAlgorithm::fromWireName)
        .orElseThrow(
            () ->
                new JwkException(
                    JwkException.Problem.UNSUPPORTED,
                    "the key names no signature algorithm (alg); say which it is for"));
  }

  static void requireFit(Jwk key, JwsAlgorithm algorithm) {
    boolean named = key.alg().isPresent();
    if (named && JwsAlgorithm.fromWireName(key.alg().get()).filter(algorithm::equals).isEmpty()) {
      throw new JwkException(
          JwkException.Problem.INVALID, "the key's alg is not " + algorithm.wireName());
    }
    if (key instanceof SecretJwk secret
        && algorithm.isSymmetric()
        && secret.length() < algorithm.hashBytes()) {
      throw new JwkException(
          JwkException.Problem.WEAK,
          algorithm.wireName()
              + " needs a secret of at least "
              + algorithm.hashBytes()
              + " bytes; this one has "
              + secret.length());
    }
    if (!fits(key, algorithm)) {
      throw new JwkException(
          JwkException.Problem.INVALID,
          "a key of type " + key.keyType().wireName() + " does not fit " + algorithm.wireName());
    }
    if (!isForSignatures(key)) {
      throw new JwkException(JwkException.Problem.INVALID, "the key's use is not sig");
    }
  }
}
