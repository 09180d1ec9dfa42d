/**
 * Who is it? From user name and password to a user, at the same cost whether the user exists or
 * not. Imports {@code user}, {@code password} and {@code limit}.
 */
@NullMarked
package signet.server.login;

import org.jspecify.annotations.NullMarked;
