/**
 * Signing keys that live in a PKCS#11 token, such as an HSM, and never leave it. Enter at {@link
 * signet.server.pkcs11.Pkcs11Token} for a token, at {@link signet.server.pkcs11.Pkcs11Keys} for its
 * keys. Imports {@code key} and {@code start}.
 */
@NullMarked
package signet.server.pkcs11;

import org.jspecify.annotations.NullMarked;
