package signet.benchmarks;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.SecretJwk;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;

/**
 * Verifies one token the way that a library's own documentation recommends: signature, {@code exp},
 * {@code iss}, {@code aud}. Prepared once; used by one or several threads.
 */
interface Contender {
  /**
   * The verified token, or whatever the library answers.
   *
   * @throws Exception when the library refuses by one
   */
  Object verify(String token) throws Exception;

  Set<String> LIBRARIES =
      Set.of(
          "jca",
          "signet",
          "signet-cached",
          "nimbus",
          "jjwt",
          "auth0",
          "jose4j",
          "fusionauth",
          "vertx");

  /** Whether the library knows the algorithm, as of the version measured. */
  static boolean supports(String library, JwsAlgorithm algorithm) {
    return switch (algorithm) {
      case ML_DSA_65 -> Set.of("jca", "signet", "signet-cached").contains(library);
      // jose4j knows it only by its older name, EdDSA; nimbus's processor takes no such keys.
      case ED25519 -> !Set.of("auth0", "jjwt", "jose4j", "nimbus", "vertx").contains(library);
      case PS256 -> !library.equals("auth0");
      default -> true;
    };
  }

  /** The library, prepared for the fixture's key. */
  static Contender of(String library, Fixture fixture) throws Exception {
    return switch (library) {
      case "jca" -> bareCheck(fixture);
      case "signet" -> signet(JwtVerifier.accessToken(Fixture.ISSUER, Fixture.AUDIENCE), fixture);
      case "signet-cached" ->
          signet(JwtVerifier.accessToken(Fixture.ISSUER, Fixture.AUDIENCE).cache(1024), fixture);
      case "nimbus" -> nimbus(fixture);
      case "jjwt" -> jjwt(fixture);
      case "auth0" -> auth0(fixture);
      case "jose4j" -> jose4j(fixture);
      case "fusionauth" -> fusionauth(fixture);
      case "vertx" -> vertx(fixture);
      default -> throw new IllegalArgumentException("no library " + library);
    };
  }

  private static Contender signet(JwtVerifier.Builder builder, Fixture fixture) {
    JwtVerifier verifier =
        builder.algorithms(fixture.algorithm()).keys(JwkSet.of(fixture.verificationKey())).build();
    return token -> {
      Verification verification = verifier.verify(token);
      if (verification instanceof Verification.Verified verified) {
        return verified.jwt();
      }
      return verification;
    };
  }

  /**
   * The signature check alone: signing input and signature are cut and decoded beforehand, the JCA
   * object is prepared, one for each thread.
   */
  private static Contender bareCheck(Fixture fixture) {
    String token = fixture.token();
    int dot = token.lastIndexOf('.');
    byte[] data = token.substring(0, dot).getBytes(StandardCharsets.ISO_8859_1);
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
    if (fixture.algorithm().isSymmetric()) {
      ThreadLocal<Mac> macs = ThreadLocal.withInitial(() -> mac(fixture));
      return ignored -> MessageDigest.isEqual(macs.get().doFinal(data), signature);
    }
    ThreadLocal<Signature> signatures = ThreadLocal.withInitial(() -> signature(fixture));
    return ignored -> {
      Signature check = signatures.get();
      check.update(data);
      return check.verify(signature);
    };
  }

  private static Mac mac(Fixture fixture) {
    try {
      // The JDK's HMAC under either provider, as Signet chooses it.
      Mac mac = Mac.getInstance(fixture.algorithm().jcaName(), "SunJCE");
      mac.init(new SecretKeySpec(fixture.secret(), fixture.algorithm().jcaName()));
      return mac;
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Signature signature(Fixture fixture) {
    try {
      Signature signature = Signature.getInstance(fixture.algorithm().jcaName());
      if (fixture.algorithm().isPss()) {
        signature.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      }
      signature.initVerify(fixture.publicKey());
      return signature;
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Contender nimbus(Fixture fixture) throws Exception {
    JWSAlgorithm algorithm = JWSAlgorithm.parse(fixture.algorithm().wireName());
    String jwk =
        fixture.key() instanceof SecretJwk secret
            ? secret.exportJson()
            : fixture.verificationKey().toString();
    JWKSource<SecurityContext> source = new ImmutableJWKSet<>(new JWKSet(JWK.parse(jwk)));
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithm, source));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            Fixture.AUDIENCE,
            new JWTClaimsSet.Builder().issuer(Fixture.ISSUER).build(),
            Set.of("sub", "iat", "exp", "jti", "client_id")));
    return token -> processor.process(token, null);
  }

  private static Contender jjwt(Fixture fixture) {
    JwtParserBuilder builder =
        Jwts.parser()
            .requireIssuer(Fixture.ISSUER)
            .requireAudience(Fixture.AUDIENCE)
            .clockSkewSeconds(30);
    JwtParser parser =
        (fixture.algorithm().isSymmetric()
                ? builder.verifyWith(Keys.hmacShaKeyFor(fixture.secret()))
                : builder.verifyWith(fixture.publicKey()))
            .build();
    return parser::parseSignedClaims;
  }

  private static Contender auth0(Fixture fixture) {
    Algorithm algorithm =
        switch (fixture.algorithm()) {
          case HS256 -> Algorithm.HMAC256(fixture.secret());
          case RS256 -> Algorithm.RSA256((RSAPublicKey) fixture.publicKey(), null);
          default -> Algorithm.ECDSA256((ECPublicKey) fixture.publicKey(), null);
        };
    JWTVerifier verifier =
        JWT.require(algorithm)
            .withIssuer(Fixture.ISSUER)
            .withAudience(Fixture.AUDIENCE)
            .acceptLeeway(30)
            .build();
    return verifier::verify;
  }

  private static Contender jose4j(Fixture fixture) {
    Key key =
        fixture.algorithm().isSymmetric() ? new HmacKey(fixture.secret()) : fixture.publicKey();
    JwtConsumer consumer =
        new JwtConsumerBuilder()
            .setRequireExpirationTime()
            .setRequireSubject()
            .setAllowedClockSkewInSeconds(30)
            .setExpectedIssuer(Fixture.ISSUER)
            .setExpectedAudience(Fixture.AUDIENCE)
            .setVerificationKey(key)
            .setJwsAlgorithmConstraints(
                AlgorithmConstraints.ConstraintType.PERMIT, fixture.algorithm().wireName())
            .build();
    return consumer::processToClaims;
  }

  private static Contender fusionauth(Fixture fixture) {
    io.fusionauth.jwt.Verifier verifier =
        switch (fixture.algorithm()) {
          case HS256 -> io.fusionauth.jwt.hmac.HMACVerifier.newVerifier(fixture.secret());
          case RS256 -> io.fusionauth.jwt.rsa.RSAVerifier.newVerifier(fixture.publicKey());
          case PS256 -> io.fusionauth.jwt.rsa.RSAPSSVerifier.newVerifier(fixture.publicKey());
          case ES256 -> io.fusionauth.jwt.ec.ECVerifier.newVerifier(fixture.publicKey());
          default -> io.fusionauth.jwt.ed.EdDSAVerifier.newVerifier(fixture.publicKey());
        };
    io.fusionauth.jwt.JWTDecoder decoder = new io.fusionauth.jwt.JWTDecoder().withClockSkew(30);
    return token -> {
      // The decoder checks signature, exp and nbf; issuer and audience are the caller's to compare.
      io.fusionauth.jwt.domain.JWT jwt = decoder.decode(token, verifier);
      if (!Fixture.ISSUER.equals(jwt.issuer) || !Fixture.AUDIENCE.equals(jwt.audience)) {
        throw new SecurityException();
      }
      return jwt;
    };
  }

  private static Contender vertx(Fixture fixture) {
    JWTAuthOptions options =
        new JWTAuthOptions()
            .setJWTOptions(
                new JWTOptions()
                    .setIssuer(Fixture.ISSUER)
                    .addAudience(Fixture.AUDIENCE)
                    .setLeeway(30));
    String jwk =
        fixture.key() instanceof SecretJwk secret
            ? secret.exportJson()
            : fixture.verificationKey().toString();
    options.addJwk(new JsonObject(jwk));
    JWTAuth auth = JWTAuth.create(Vertx.vertx(), options);
    return token -> {
      var user = auth.authenticate(new TokenCredentials(token));
      if (user.failed()) {
        throw new SecurityException(user.cause());
      }
      return user.result();
    };
  }
}
