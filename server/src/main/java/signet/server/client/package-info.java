/**
 * The applications that may ask for tokens: what each may ask for, where they are registered, and
 * how they show who they are. Enter at {@link signet.server.client.ClientRegistry} and {@link
 * signet.server.client.ClientAuthenticator}. Imports {@code session}, {@code user} and {@code
 * audit}.
 */
@NullMarked
package signet.server.client;

import org.jspecify.annotations.NullMarked;
