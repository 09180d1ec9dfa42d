/**
 * The operations of an administrator, done in this process or through the socket of a running
 * server. Imports {@code user} and {@code password}.
 */
@NullMarked
package signet.server.admin;

import org.jspecify.annotations.NullMarked;
