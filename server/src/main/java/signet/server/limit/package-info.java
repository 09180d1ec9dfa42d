/**
 * How often somebody may try a password: counters that grow with failures and delays that grow with
 * counters. Enter at {@link signet.server.limit.LoginLimits}. Imports {@code outage} alone.
 */
@NullMarked
package signet.server.limit;

import org.jspecify.annotations.NullMarked;
