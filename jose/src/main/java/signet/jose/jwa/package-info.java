/**
 * The names of algorithms, key types and curves (RFC 7518, RFC 8037, RFC 9864, RFC 9964). Imports
 * nothing of Signet.
 */
@NullMarked
package signet.jose.jwa;

import org.jspecify.annotations.NullMarked;
