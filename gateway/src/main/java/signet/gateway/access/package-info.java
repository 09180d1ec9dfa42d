/**
 * Whether a request may pass, and what token it goes on with. Enter at {@link
 * signet.gateway.access.Gate}. Imports {@code route} and {@code mint}.
 */
@NullMarked
package signet.gateway.access;

import org.jspecify.annotations.NullMarked;
