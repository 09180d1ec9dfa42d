/**
 * The commands on tokens: decode, verify, sign. Imports jose, and of the command line {@code
 * terminal}, {@code option}, {@code json} and {@code key}.
 */
@NullMarked
package signet.cli.token;

import org.jspecify.annotations.NullMarked;
