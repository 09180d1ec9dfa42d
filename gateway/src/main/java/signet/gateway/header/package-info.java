/**
 * Which headers pass the gateway, in which direction, and which it alone may set. Imports nothing
 * of the gateway.
 */
@NullMarked
package signet.gateway.header;

import org.jspecify.annotations.NullMarked;
