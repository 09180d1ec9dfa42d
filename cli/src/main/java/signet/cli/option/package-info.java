/**
 * How the values of options are read: durations, instants, algorithms. Imports jose's names only.
 */
@NullMarked
package signet.cli.option;

import org.jspecify.annotations.NullMarked;
