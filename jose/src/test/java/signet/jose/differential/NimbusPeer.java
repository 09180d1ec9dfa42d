package signet.jose.differential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.security.interfaces.ECPrivateKey;
import java.text.ParseException;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import signet.testkit.forge.ForgeKey;
import signet.testkit.json.Json;

/** nimbus-jose-jwt 10: every algorithm but ML-DSA. */
final class NimbusPeer implements Peer {

  @Override
  public Optional<String> alg(String alg) {
    return alg.startsWith("ML-DSA") ? Optional.empty() : Optional.of(alg);
  }

  @Override
  public boolean accepts(ForgeKey key, String token) {
    try {
      if (key.alg().equals("Ed25519")) {
        return acceptsEd25519(key, token);
      }
      processor(key).process(token, null);
      return true;
    } catch (ParseException | BadJOSEException | JOSEException | NullPointerException e) {
      // The last one for an Ed25519 token without typ.
      return false;
    }
  }

  private static DefaultJWTProcessor<SecurityContext> processor(ForgeKey key)
      throws ParseException {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            JWSAlgorithm.parse(key.alg()),
            new ImmutableJWKSet<>(new JWKSet(JWK.parse(key.jwk())))));
    processor.setJWTClaimsSetVerifier(claimsVerifier());
    return processor;
  }

  private static DefaultJWTClaimsVerifier<SecurityContext> claimsVerifier() {
    DefaultJWTClaimsVerifier<SecurityContext> verifier =
        new DefaultJWTClaimsVerifier<>(
            ClaimChanges.AUDIENCE,
            new JWTClaimsSet.Builder().issuer(ClaimChanges.ISSUER).build(),
            new TreeSet<>(ClaimChanges.REQUIRED)) {
          @Override
          protected Date currentTime() {
            return Date.from(ClaimChanges.NOW);
          }
        };
    verifier.setMaxClockSkew(30);
    return verifier;
  }

  /** Its key selector offers JCA keys alone, and its Ed25519 verifier takes none of those. */
  private static boolean acceptsEd25519(ForgeKey key, String token)
      throws ParseException, JOSEException, BadJOSEException {
    SignedJWT jwt = SignedJWT.parse(token);
    new DefaultJOSEObjectTypeVerifier<>(Set.of(new JOSEObjectType("at+jwt")))
        .verify(jwt.getHeader().getType(), null);
    OctetKeyPair publicKey = OctetKeyPair.parse(key.jwk());
    String kid = jwt.getHeader().getKeyID();
    if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.Ed25519)
        || (kid != null && !kid.equals(key.kid()))
        || !jwt.verify(new Ed25519Verifier(publicKey))) {
      return false;
    }
    claimsVerifier().verify(jwt.getJWTClaimsSet(), null);
    return true;
  }

  @Override
  public String sign(ForgeKey key, Map<String, Object> claims) throws Exception {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.parse(key.alg()))
            .type(new JOSEObjectType("at+jwt"))
            .keyID(key.kid())
            .build();
    SignedJWT jwt = new SignedJWT(header, JWTClaimsSet.parse(Json.write(claims)));
    jwt.sign(signer(key));
    return jwt.serialize();
  }

  private static JWSSigner signer(ForgeKey key) throws Exception {
    return switch (key.alg().substring(0, 2)) {
      case "HS" -> new MACSigner(key.secret());
      case "ES" -> new ECDSASigner((ECPrivateKey) key.privateKey());
      case "Ed" -> new Ed25519Signer(PeerKeys.octetKeyPair(key));
      default -> new RSASSASigner(key.privateKey());
    };
  }
}
