package signet.bearer.revocation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;

/** Tokens of one key. */
final class Tokens {
  private final PrivateJwk key = PrivateJwk.generate(JwsAlgorithm.ES256);
  private final InstantSource clock;

  Tokens(InstantSource clock) {
    this.clock = clock;
  }

  /** A token that lives ten minutes from now, with further claims. */
  VerifiedJwt verified(UnaryOperator<JwtClaims.Builder> claims) {
    JwtClaims.Builder builder =
        JwtClaims.builder()
            .issuedAt(clock.instant())
            .expiresAt(clock.instant().plus(Duration.ofMinutes(10)));
    String token = JwtSigner.of(SigningKey.of(key), "JWT").sign(claims.apply(builder).build());
    JwtVerifier verifier =
        JwtVerifier.builder()
            .ignoreType()
            .ignoreIssuer()
            .ignoreAudience()
            .algorithms(JwsAlgorithm.ES256)
            .keys(JwkSet.of(key.toPublic()))
            .clock(clock)
            .build();
    return ((Verification.Verified) verifier.verify(token)).jwt();
  }
}
