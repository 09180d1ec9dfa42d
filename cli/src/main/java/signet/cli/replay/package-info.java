/**
 * {@code signet replay-audit}: which requests of an access log carried a token that should not have
 * been accepted. Reads line by line in bounded memory.
 */
@NullMarked
package signet.cli.replay;

import org.jspecify.annotations.NullMarked;
