/**
 * The authorization server: login → session → token.
 *
 * <p>Enter at {@link signet.server.SignetServer} for a server, at {@link
 * signet.server.LocalAdministration} for commands on its data folder. Wires all packages below;
 * they import each other as {@code endpoint → grant → {login, session, token, client} → key} and
 * never this one.
 */
@NullMarked
package signet.server;

import org.jspecify.annotations.NullMarked;
