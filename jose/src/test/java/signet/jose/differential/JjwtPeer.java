package signet.jose.differential;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import io.jsonwebtoken.security.MacAlgorithm;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import signet.testkit.forge.ForgeKey;

/** jjwt 0.13: every algorithm but ML-DSA, Ed25519 under its old name. */
final class JjwtPeer implements Peer {

  @Override
  public Optional<String> alg(String alg) {
    if (alg.startsWith("ML-DSA")) {
      return Optional.empty();
    }
    return Optional.of(alg.equals("Ed25519") ? "EdDSA" : alg);
  }

  @Override
  public boolean accepts(ForgeKey key, String token) {
    JwtParserBuilder parser =
        Jwts.parser()
            .requireIssuer(ClaimChanges.ISSUER)
            .requireAudience(ClaimChanges.AUDIENCE)
            .clockSkewSeconds(30)
            .clock(() -> Date.from(ClaimChanges.NOW));
    parser =
        key.alg().startsWith("HS")
            ? parser.verifyWith(Keys.hmacShaKeyFor(key.secret()))
            : parser.verifyWith(key.publicKey());
    try {
      Jws<Claims> jws = parser.build().parseSignedClaims(token);
      // What it has no setting for is asked of its result.
      return key.alg().equals(jws.getHeader().getAlgorithm())
          && "at+jwt".equals(jws.getHeader().getType())
          && jws.getPayload().keySet().containsAll(ClaimChanges.REQUIRED);
    } catch (JwtException | IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String sign(ForgeKey key, Map<String, Object> claims) {
    var builder =
        Jwts.builder().header().add("typ", "at+jwt").keyId(key.kid()).and().claims(claims);
    SecureDigestAlgorithm<?, ?> algorithm = Jwts.SIG.get().forKey(key.alg());
    if (algorithm instanceof MacAlgorithm mac) {
      return builder.signWith(Keys.hmacShaKeyFor(key.secret()), mac).compact();
    }
    return builder.signWith(key.privateKey(), (SignatureAlgorithm) algorithm).compact();
  }
}
