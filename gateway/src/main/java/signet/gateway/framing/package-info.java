/**
 * Trailers of requests, which Vert.x neither keeps nor sends: read at {@link
 * signet.gateway.framing.RequestTrailers}, sent at {@link signet.gateway.framing.SentTrailers}.
 * Imports nothing of the gateway.
 */
@NullMarked
package signet.gateway.framing;

import org.jspecify.annotations.NullMarked;
