/**
 * The edge: request → verification → transaction token → upstream.
 *
 * <p>Wires all packages below, which never import this one.
 */
@NullMarked
package signet.gateway;

import org.jspecify.annotations.NullMarked;
