/**
 * Proofs that whoever sends a token also holds the key it is bound to (RFC 9449, DPoP). Enter at
 * {@link signet.bearer.dpop.DpopVerifier}. Imports {@code signet.jose} only.
 */
@NullMarked
package signet.bearer.dpop;

import org.jspecify.annotations.NullMarked;
