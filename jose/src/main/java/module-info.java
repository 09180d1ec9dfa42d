/** Signet JOSE: strict and fast JWA, JWK, JWS, JWT and JWKS on the JDK alone. */
module signet.jose {
  requires java.net.http;
  requires static org.jspecify;

  exports signet.jose.jwa;
  exports signet.jose.jwe;
  exports signet.jose.jwk;
  exports signet.jose.jwks;
  exports signet.jose.jws;
  exports signet.jose.jwt;
  exports signet.jose.reject;
}
