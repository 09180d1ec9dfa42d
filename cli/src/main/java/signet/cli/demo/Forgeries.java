package signet.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import signet.jose.jwk.Pem;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwt.MalformedJwtException;
import signet.jose.jwt.UnverifiedJwt;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** What an attacker makes of one genuine token and the published key. */
final class Forgeries {
  private static final String ALGORITHM = "\"alg\":\"RS256\"";

  private static final String ROLE = "\"roles\":[\"clerk\"]";

  private final String header;
  private final String claims;
  private final byte[] signature;
  private final PublicJwk publicKey;
  private final ForgeKey ownKey = ForgeKey.generate("RS256");

  Forgeries(String genuine, PublicJwk publicKey) throws MalformedJwtException {
    UnverifiedJwt parts = UnverifiedJwt.parse(genuine);
    this.header = parts.headerJson();
    this.claims = parts.payloadJson();
    this.signature = Base64.getUrlDecoder().decode(genuine.substring(genuine.lastIndexOf('.') + 1));
    this.publicKey = publicKey;
    if (!header.contains(ALGORITHM) || !claims.contains(ROLE)) {
      throw new IllegalStateException("the forgeries start from an RS256 token of a clerk");
    }
  }

  /** The claims as they are, under {@code alg: none} and without a signature. */
  String unsigned() {
    return forge(header.replace(ALGORITHM, "\"alg\":\"none\""), claims).unsigned();
  }

  /** The role changed to admin, the signature kept. */
  String promoted() {
    return forge(header, claims.replace(ROLE, "\"roles\":[\"admin\"]")).signedWith(signature);
  }

  /** Signed with HS256, the text of the public key as the secret. */
  String confused() {
    byte[] secret = Pem.encode(publicKey).getBytes(UTF_8);
    return forge(header.replace(ALGORITHM, "\"alg\":\"HS256\""), claims)
        .signedBy(ForgeKey.secret("HS256", secret));
  }

  /** Signed with the attacker's own RSA key, under the {@code kid} of the genuine one. */
  String foreign() {
    return forge(header, claims).sign();
  }

  private TokenForge forge(String headerJson, String claimsJson) {
    return TokenForge.with(ownKey).headerJson(headerJson).claimsJson(claimsJson);
  }
}
