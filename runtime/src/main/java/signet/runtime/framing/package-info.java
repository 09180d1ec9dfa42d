/**
 * The bytes of HTTP/1.1 connections, looked at before any HTTP library does: what two parties could
 * read in two ways gets no further. Enter at {@link signet.runtime.framing.FramingGuard}.
 */
@NullMarked
package signet.runtime.framing;

import org.jspecify.annotations.NullMarked;
