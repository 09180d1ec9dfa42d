/**
 * Keys: JWK and JWK Set (RFC 7517, RFC 7518 §6, RFC 8037, RFC 9964), PEM and PKCS#12, thumbprints
 * (RFC 7638).
 *
 * <p>Enter at {@link signet.jose.jwk.Jwk}, {@link signet.jose.jwk.JwkSet} or {@link
 * signet.jose.jwk.Pem}. Public, private and secret keys are different types, and only methods named
 * {@code export…} let a private half out. Imports {@code jwa} and {@code internal}.
 */
@NullMarked
package signet.jose.jwk;

import org.jspecify.annotations.NullMarked;
