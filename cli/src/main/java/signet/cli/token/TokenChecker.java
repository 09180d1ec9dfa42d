package signet.cli.token;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import signet.cli.terminal.OperatorException;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jwks.KeySource;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;

/** Keys and a policy, made into a verifier. For one thread; closing it stops a remote key set. */
final class TokenChecker implements AutoCloseable {
  // RS256 for RSA, the one algorithm of a curve or of an AKP key, HS256 for a secret.
  private static final List<JwsAlgorithm> USUAL_PUBLIC =
      Arrays.stream(JwsAlgorithm.values())
          .filter(a -> !a.isSymmetric() && (a.keyType() != KeyType.RSA || a == JwsAlgorithm.RS256))
          .toList();
  private static final List<JwsAlgorithm> USUAL_SECRET = List.of(JwsAlgorithm.HS256);

  private final JwtVerifier verifier;
  private final Optional<RemoteJwkSet> remote;

  private TokenChecker(JwtVerifier verifier, Optional<RemoteJwkSet> remote) {
    this.verifier = verifier;
    this.remote = remote;
  }
}
