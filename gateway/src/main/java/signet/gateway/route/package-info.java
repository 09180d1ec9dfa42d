/**
 * Which requests go where, and what is asked of them. Enter at {@link signet.gateway.route.Routes}.
 * Imports {@code mint}.
 */
@NullMarked
package signet.gateway.route;

import org.jspecify.annotations.NullMarked;
