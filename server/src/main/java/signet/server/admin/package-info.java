/**
 * The operations of an administrator, done in this process or through the socket of a running
 * server. Imports {@code user}, {@code password} and {@code session}.
 */
@NullMarked
package signet.server.admin;

import org.jspecify.annotations.NullMarked;
