/**
 * JSON Web Tokens (RFC 7519, RFC 9068): sign with {@link signet.jose.jwt.JwtSigner}, verify with
 * {@link signet.jose.jwt.JwtVerifier}. A {@link signet.jose.jwt.VerifiedJwt} and an {@link
 * signet.jose.jwt.UnverifiedJwt} are different types, and only the verifier makes the former. May
 * import all other packages of this module.
 */
@NullMarked
package signet.jose.jwt;

import org.jspecify.annotations.NullMarked;
