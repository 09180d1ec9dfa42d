/**
 * Compact JWS (RFC 7515): keys bound to one algorithm, signing, verifying. Enter at {@link
 * signet.jose.jws.JwsVerifier}; most callers want {@code signet.jose.jwt} instead. Imports {@code
 * jwa}, {@code jwk}, {@code jwks}, {@code reject} and {@code internal}.
 */
@NullMarked
package signet.jose.jws;

import org.jspecify.annotations.NullMarked;
