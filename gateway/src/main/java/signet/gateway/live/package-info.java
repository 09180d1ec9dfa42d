/**
 * How long a connection or a request may last: as long as its token. Enter at {@link
 * signet.gateway.live.LiveConnections}. Imports nothing of the gateway.
 */
@NullMarked
package signet.gateway.live;

import org.jspecify.annotations.NullMarked;
