package signet.jose.differential;

import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.Validator;
import org.jose4j.keys.HmacKey;
import signet.testkit.forge.ForgeKey;
import signet.testkit.json.Json;

/** jose4j 0.9: every algorithm but ML-DSA, Ed25519 under its old name. */
final class Jose4jPeer implements Peer {

  @Override
  public Optional<String> alg(String alg) {
    if (alg.startsWith("ML-DSA")) {
      return Optional.empty();
    }
    return Optional.of(alg.equals("Ed25519") ? "EdDSA" : alg);
  }

  @Override
  public boolean accepts(ForgeKey key, String token) {
    JwtConsumer consumer =
        new JwtConsumerBuilder()
            .setVerificationKey(
                key.alg().startsWith("HS") ? new HmacKey(key.secret()) : key.publicKey())
            .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, key.alg())
            .setExpectedType(true, "at+jwt")
            .setExpectedIssuer(ClaimChanges.ISSUER)
            .setExpectedAudience(ClaimChanges.AUDIENCE)
            .setRequireExpirationTime()
            .setRequireIssuedAt()
            .setRequireSubject()
            .setRequireJwtId()
            .setAllowedClockSkewInSeconds(30)
            .setEvaluationTime(NumericDate.fromSeconds(ClaimChanges.NOW.getEpochSecond()))
            .registerValidator(
                (Validator)
                    context ->
                        context.getJwtClaims().hasClaim("client_id")
                            ? null
                            : "client_id is missing")
            .build();
    try {
      consumer.process(token);
      return true;
    } catch (InvalidJwtException e) {
      return false;
    }
  }

  @Override
  public String sign(ForgeKey key, Map<String, Object> claims) throws Exception {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setAlgorithmHeaderValue(key.alg());
    jws.setKeyIdHeaderValue(key.kid());
    jws.setHeader("typ", "at+jwt");
    jws.setPayload(Json.write(claims));
    jws.setKey(key.alg().startsWith("HS") ? new HmacKey(key.secret()) : key.privateKey());
    return jws.getCompactSerialization();
  }
}
