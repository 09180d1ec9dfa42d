/**
 * What every command talks through: the streams it reads and writes, colours, the exit codes, and
 * the one line that an operator gets when something is wrong. Imports nothing else of the command
 * line.
 */
@NullMarked
package signet.cli.terminal;

import org.jspecify.annotations.NullMarked;
