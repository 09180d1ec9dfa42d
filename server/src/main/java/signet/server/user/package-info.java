/**
 * Users, their names and roles, and what a store of them must do. Imports nothing of the server.
 */
@NullMarked
package signet.server.user;

import org.jspecify.annotations.NullMarked;
