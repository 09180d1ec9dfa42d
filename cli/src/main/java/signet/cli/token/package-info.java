/**
 * The commands on tokens: decode, verify, explain, sign. Imports jose, bearer, and of the command
 * line {@code terminal}, {@code option}, {@code json}, {@code key}, {@code web} and {@code
 * explain}.
 */
@NullMarked
package signet.cli.token;

import org.jspecify.annotations.NullMarked;
