/**
 * Sessions: what a login begins, refresh tokens carry on and a logout ends. {@link
 * signet.server.session.RefreshDecision} is the table that decides. Imports {@code key}, {@code
 * user} and {@code audit}.
 */
@NullMarked
package signet.server.session;

import org.jspecify.annotations.NullMarked;
