package signet.jose.differential;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.auth0.jwt.interfaces.Verification;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import signet.testkit.forge.ForgeKey;
import signet.testkit.json.Json;

/** auth0's java-jwt 4: HMAC, RSASSA-PKCS1-v1_5 and ECDSA. */
final class JavaJwtPeer implements Peer {

  @Override
  public Optional<String> alg(String alg) {
    boolean has = alg.startsWith("HS") || alg.startsWith("RS") || alg.startsWith("ES");
    return has ? Optional.of(alg) : Optional.empty();
  }

  @Override
  public boolean accepts(ForgeKey key, String token) {
    Verification policy =
        JWT.require(algorithm(key))
            .withIssuer(ClaimChanges.ISSUER)
            .withAnyOfAudience(ClaimChanges.AUDIENCE)
            .acceptLeeway(30);
    ClaimChanges.REQUIRED.forEach(policy::withClaimPresence);
    JWTVerifier verifier =
        ((JWTVerifier.BaseVerification) policy)
            .build(Clock.fixed(ClaimChanges.NOW, ZoneOffset.UTC));
    try {
      DecodedJWT jwt = verifier.verify(token);
      return "at+jwt".equals(jwt.getType());
    } catch (JWTVerificationException | NullPointerException e) {
      // The last one for claims that are the JSON null.
      return false;
    }
  }

  @Override
  public String sign(ForgeKey key, Map<String, Object> claims) {
    return JWT.create()
        .withHeader(Map.of("typ", "at+jwt"))
        .withKeyId(key.kid())
        .withPayload(Json.write(claims))
        .sign(algorithm(key));
  }

  private static Algorithm algorithm(ForgeKey key) {
    return switch (key.alg()) {
      case "HS256" -> Algorithm.HMAC256(key.secret());
      case "HS384" -> Algorithm.HMAC384(key.secret());
      case "HS512" -> Algorithm.HMAC512(key.secret());
      case "RS256" -> Algorithm.RSA256(rsaPublic(key), rsaPrivate(key));
      case "RS384" -> Algorithm.RSA384(rsaPublic(key), rsaPrivate(key));
      case "RS512" -> Algorithm.RSA512(rsaPublic(key), rsaPrivate(key));
      case "ES256" -> Algorithm.ECDSA256(ecPublic(key), ecPrivate(key));
      case "ES384" -> Algorithm.ECDSA384(ecPublic(key), ecPrivate(key));
      default -> Algorithm.ECDSA512(ecPublic(key), ecPrivate(key));
    };
  }

  private static RSAPublicKey rsaPublic(ForgeKey key) {
    return (RSAPublicKey) key.publicKey();
  }

  private static RSAPrivateKey rsaPrivate(ForgeKey key) {
    return (RSAPrivateKey) key.privateKey();
  }

  private static ECPublicKey ecPublic(ForgeKey key) {
    return (ECPublicKey) key.publicKey();
  }

  private static ECPrivateKey ecPrivate(ForgeKey key) {
    return (ECPrivateKey) key.privateKey();
  }
}
