/**
 * The one command {@code signet}. Enter at {@link signet.cli.Main}, which wires every command; each
 * group of commands has a package of its own, and all of them talk through {@code terminal}.
 */
@NullMarked
package signet.cli;

import org.jspecify.annotations.NullMarked;
