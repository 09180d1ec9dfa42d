/** Users, their names and roles, and what a store of them must do. Imports {@code audit}. */
@NullMarked
package signet.server.user;

import org.jspecify.annotations.NullMarked;
