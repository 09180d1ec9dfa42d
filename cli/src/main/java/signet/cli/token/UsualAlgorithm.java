package signet.cli.token;

import java.util.Arrays;
import java.util.Optional;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;
import signet.jose.jwk.Jwk;

/**
 * The algorithm of a key that names none: RS256 for RSA, the one of the curve for EC and OKP, HS256
 * for a secret.
 */
final class UsualAlgorithm {
  private UsualAlgorithm() {}

  /** The key's usual algorithm; empty for a key that cannot sign, such as X25519. */
  static Optional<JwsAlgorithm> of(Jwk jwk) {
    return Arrays.stream(JwsAlgorithm.values())
        .filter(algorithm -> algorithm.keyType() == jwk.keyType() && isUsual(algorithm))
        .filter(
            algorithm ->
                jwk.keyType() == KeyType.AKP
                    ? jwk.alg().equals(Optional.of(algorithm.wireName()))
                    : algorithm.curve().equals(jwk.curve()))
        .findFirst();
  }

  private static boolean isUsual(JwsAlgorithm algorithm) {
    return switch (algorithm.keyType()) {
      case RSA -> algorithm == JwsAlgorithm.RS256;
      case OCT -> algorithm == JwsAlgorithm.HS256;
      case EC, OKP, AKP -> true;
    };
  }
}
