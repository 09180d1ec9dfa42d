/**
 * How long a connection may live that outlasts its request: as long as its token. Imports nothing
 * of the gateway.
 */
@NullMarked
package signet.gateway.live;

import org.jspecify.annotations.NullMarked;
