/**
 * The commands that run the server and administer its data: serve, user, session, audit, the master
 * key. Imports the server, and of the command line {@code terminal}, {@code json} and {@code
 * option}.
 */
@NullMarked
package signet.cli.server;

import org.jspecify.annotations.NullMarked;
