/**
 * What a request costs as the rows, streams and keys grow that a server has to do with, and what
 * each of them weighs. Enter at {@link signet.benchmarks.growth.Growth}.
 */
@NullMarked
package signet.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
