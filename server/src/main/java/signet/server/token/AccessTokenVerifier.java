package signet.server.token;

import java.time.InstantSource;
import java.util.Optional;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.server.key.SigningKeys;

/** Verifies access tokens presented to the server itself. Thread-safe. */
public final class AccessTokenVerifier {
  private final JwtVerifier verifier;
  private final JwtVerifier forAnybody;

  /** Takes tokens of that issuer. */
  public AccessTokenVerifier(SigningKeys keys, String issuer, InstantSource clock) {
    JwsAlgorithm[] algorithms =
        keys.published().keys().stream()
            .map(Jwk::alg)
            .flatMap(Optional::stream)
            .map(JwsAlgorithm::fromWireName)
            .flatMap(Optional::stream)
            .distinct()
            .toArray(JwsAlgorithm[]::new);
    verifier =
        JwtVerifier.accessToken(issuer, issuer)
            .keys(keys.published())
            .algorithms(algorithms)
            .clock(clock)
            .build();
    forAnybody =
        JwtVerifier.accessToken(issuer, issuer)
            .ignoreAudience()
            .keys(keys.published())
            .algorithms(algorithms)
            .clock(clock)
            .build();
  }

  /** Whether the token was made here, whoever is to read it, and is valid now. */
  public Verification verifyForAnybody(String token) {
    return forAnybody.verify(token);
  }

  /** Whether the token was made here, for here, and is valid now; sessions are not looked at. */
  public Verification verify(String token) {
    return verifier.verify(token);
  }
}
