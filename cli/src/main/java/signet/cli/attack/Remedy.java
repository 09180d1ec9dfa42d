package signet.cli.attack;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a kind of hole is closed, in the words of each usual library. */
enum Remedy {
  VERIFY(
      "Jwts.parser().verifyWith(key).build().parseSignedClaims(token); no unsecured()",
      "JWT.require(Algorithm.RSA256(publicKey, null)).build().verify(token); never" + " JWT.decode",
      "NimbusJwtDecoder.withJwkSetUri(uri).build(); never JWTParser.parse alone",
      "JwtConsumerBuilder without setDisableRequireSignature and" + " setSkipSignatureVerification",
      "jwt.verify(token, publicKey, {algorithms: ['RS256']}); never jwt.decode",
      "jwtVerify(token, keys, {algorithms: ['RS256']}); never decodeJwt or UnsecuredJWT"),
  ALGORITHM(
      "verifyWith takes a java.security.PublicKey, never its text or bytes",
      "Algorithm.RSA256(publicKey, null); not Algorithm.HMAC256 of a file's text",
      "NimbusJwtDecoder.withPublicKey(key).signatureAlgorithm(RS256)",
      "setJwsAlgorithmConstraints(PERMIT, RSA_USING_SHA256)",
      "version 9 or later, and {algorithms: ['RS256']} in every call",
      "{algorithms: ['RS256']}, and keys by importSPKI or createRemoteJWKSet"),
  HEADER_KEYS(
      "a keyLocator that looks kid up in a fixed set, and reads neither jwk nor jku",
      "a RSAKeyProvider that looks kid up in a fixed set",
      "withJwkSetUri with a fixed address; no key selector that reads the header",
      "HttpsJwksVerificationKeyResolver; not EmbeddedJwk or X509 from the header",
      "a getKey callback that looks header.kid up in a fixed set, as jwks-rsa does",
      "createRemoteJWKSet(fixed URL); never EmbeddedJWK"),
  CLAIMS(
      "requireIssuer, requireAudience; the expiry is checked by itself; typ by hand",
      "require(…).withIssuer(…).withAudience(…); typ by hand",
      "setJwtValidator(JwtValidators.createAtJwtValidator()…), which takes aud and typ",
      "setExpectedIssuer, setExpectedAudience, setRequireExpirationTime, setExpectedType",
      "{issuer, audience} in the options, no ignoreExpiration; typ by hand",
      "{issuer, audience, typ: 'at+jwt', requiredClaims: ['exp']}"),
  SECRET(
      "Jwts.SIG.HS256.key().build(), kept in a secret store",
      "32 random bytes from SecureRandom, kept in a secret store",
      "withSecretKey of 32 random bytes, or better a key pair",
      "OctJwkGenerator.generateJwk(256), kept in a secret store",
      "crypto.randomBytes(32), kept in a secret store",
      "generateSecret('HS256'), kept in a secret store"),
  INPUT(
      "refuse tokens over 8 KiB first; version 0.12 or later reads base64url strictly",
      "refuse tokens over 8 KiB first; compare tokens by jti, never by text",
      "a BearerTokenResolver for the header alone; server.max-http-request-header-size",
      "refuse tokens over 8 KiB first; compare tokens by jti, never by text",
      "refuse tokens over 8 KiB first; take them from the header alone",
      "refuse tokens over 8 KiB first; take them from the header alone");

  private final String jjwt;
  private final String javaJwt;
  private final String nimbus;
  private final String jose4j;
  private final String jsonwebtoken;
  private final String panvaJose;

  Remedy(
      String jjwt,
      String javaJwt,
      String nimbus,
      String jose4j,
      String jsonwebtoken,
      String panvaJose) {
    this.jjwt = jjwt;
    this.javaJwt = javaJwt;
    this.nimbus = nimbus;
    this.jose4j = jose4j;
    this.jsonwebtoken = jsonwebtoken;
    this.panvaJose = panvaJose;
  }

  /** What to write, by library. */
  Map<String, String> byLibrary() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("jjwt", jjwt);
    all.put("java-jwt", javaJwt);
    all.put("Nimbus/Spring", nimbus);
    all.put("jose4j", jose4j);
    all.put("jsonwebtoken", jsonwebtoken);
    all.put("jose", panvaJose);
    return all;
  }
}
