/**
 * The commands that run the server and administer its data: serve, user, the master key. Imports
 * the server, and of the command line {@code terminal} and {@code json}.
 */
@NullMarked
package signet.cli.server;

import org.jspecify.annotations.NullMarked;
