/**
 * How a service stands that verifies tokens: which keys it has, and how well it knows what was
 * revoked. Enter at {@link signet.bearer.health.ServiceHealth}. Imports {@code signet.jose} and
 * {@code signet.bearer.revocation}.
 */
@NullMarked
package signet.bearer.health;

import org.jspecify.annotations.NullMarked;
