/**
 * Users, their names and roles, and what a store of them must do. Imports {@code password} alone.
 */
@NullMarked
package signet.server.user;

import org.jspecify.annotations.NullMarked;
