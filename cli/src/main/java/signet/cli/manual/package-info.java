/**
 * The command line in other forms than its help, made of the same descriptions: manual pages and
 * completion for shells. Imports picocli, and {@code terminal} of the command line.
 */
@NullMarked
package signet.cli.manual;

import org.jspecify.annotations.NullMarked;
