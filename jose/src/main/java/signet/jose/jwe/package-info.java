/**
 * Compact JWE (RFC 7516): encrypting with {@link signet.jose.jwe.JweEncrypter}, decrypting with
 * {@link signet.jose.jwe.JweDecrypter}. Encryption says nothing about who wrote a token; {@code
 * signet.jose.jwt} accepts one only around a signed token. Imports {@code jwa}, {@code jwk}, {@code
 * jwks}, {@code jws}, {@code reject} and {@code internal}.
 */
@NullMarked
package signet.jose.jwe;

import org.jspecify.annotations.NullMarked;
