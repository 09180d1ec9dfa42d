/**
 * What operators and other proxies ask the gateway itself: health, metrics, keys, and whether a
 * request may pass. Imports {@code config} and {@code upstream}.
 */
@NullMarked
package signet.gateway.management;

import org.jspecify.annotations.NullMarked;
