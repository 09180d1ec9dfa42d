/**
 * Access tokens, made (RFC 9068) and, for the server's own endpoints, verified. Imports {@code key}
 * alone.
 */
@NullMarked
package signet.server.token;

import org.jspecify.annotations.NullMarked;
