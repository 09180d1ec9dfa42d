/**
 * How long a connection may live that outlasts its request: as long as its token. Enter at {@link
 * signet.gateway.live.LiveConnections}. Imports nothing of the gateway.
 */
@NullMarked
package signet.gateway.live;

import org.jspecify.annotations.NullMarked;
