/**
 * Who is it? From user name and password to a user, at the same cost whether the user exists or
 * not. Imports {@code user} and {@code password}.
 */
@NullMarked
package signet.server.login;

import org.jspecify.annotations.NullMarked;
