/**
 * Decides what a request for tokens gets: {@code login}, {@code session} and {@code token} in
 * order. Knows nothing of HTTP.
 */
@NullMarked
package signet.server.grant;

import org.jspecify.annotations.NullMarked;
