/**
 * Passwords and what is kept of them. Enter at {@link signet.server.password.PasswordHasher}.
 * Imports nothing of the server.
 */
@NullMarked
package signet.server.password;

import org.jspecify.annotations.NullMarked;
