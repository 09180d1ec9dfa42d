/**
 * Finds the test vectors that others published. Enter at {@link signet.testkit.vectors.Vectors}.
 * Imports {@code signet.testkit} and {@code signet.testkit.json}.
 */
@NullMarked
package signet.testkit.vectors;

import org.jspecify.annotations.NullMarked;
