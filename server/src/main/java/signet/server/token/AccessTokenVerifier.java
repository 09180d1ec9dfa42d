package signet.server.token;

import java.time.InstantSource;
import java.util.Optional;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwks.KeySource;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.server.key.SigningKeys;

/**
 * Verifies access tokens presented to the server itself, with the keys that are published at that
 * moment. Thread-safe.
 */
public final class AccessTokenVerifier {
  private final JwtVerifier verifier;
  private final JwtVerifier forAnybody;

  /** Takes tokens of that issuer. */
  public AccessTokenVerifier(SigningKeys keys, String issuer, InstantSource clock) {
    verifier = builder(keys, issuer, clock).build();
    forAnybody = builder(keys, issuer, clock).ignoreAudience().build();
  }

  private AccessTokenVerifier(JwtVerifier verifier) {
    this.verifier = verifier;
    this.forAnybody = verifier;
  }

  /** Takes whatever one of those keys signed, though the issuer be called otherwise by now. */
  public static AccessTokenVerifier signedBy(KeySource keys, InstantSource clock) {
    return new AccessTokenVerifier(
        JwtVerifier.accessToken("any", "any")
            .keys(keys)
            .algorithms(JwsAlgorithm.values())
            .clock(clock)
            .ignoreIssuer()
            .ignoreAudience()
            .build());
  }

  private static JwtVerifier.Builder builder(SigningKeys keys, String issuer, InstantSource clock) {
    return JwtVerifier.accessToken(issuer, issuer)
        .keys(() -> Optional.of(keys.verifying()))
        // Each key has one of its own; which ones there will be is not known yet.
        .algorithms(JwsAlgorithm.values())
        .clock(clock);
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
