/**
 * Where keys come from: a fixed set, a watched file, a remote JWK Set. Enter at {@link
 * signet.jose.jwks.KeySource}. Imports {@code jwk} and {@code internal}.
 */
@NullMarked
package signet.jose.jwks;

import org.jspecify.annotations.NullMarked;
