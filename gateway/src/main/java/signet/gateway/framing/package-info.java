/**
 * The bytes of HTTP/1.1 connections, looked at before any HTTP library does: what two parties could
 * read in two ways gets no further. Enter at {@link signet.gateway.framing.FramingGuard}. Imports
 * nothing of the gateway.
 */
@NullMarked
package signet.gateway.framing;

import org.jspecify.annotations.NullMarked;
