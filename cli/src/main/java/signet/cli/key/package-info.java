/**
 * The commands on keys, and how keys are read from files and addresses. Imports jose, and of the
 * command line {@code terminal}, {@code option} and {@code json}.
 */
@NullMarked
package signet.cli.key;

import org.jspecify.annotations.NullMarked;
