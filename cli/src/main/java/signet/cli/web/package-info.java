/**
 * What the command line asks of servers: one bounded GET, and where an authorization server keeps
 * its keys. Imports jose, and {@code terminal} of the command line.
 */
@NullMarked
package signet.cli.web;

import org.jspecify.annotations.NullMarked;
