/**
 * Authorization servers under load, each as a process of its own, one after the other: logins,
 * refreshes, introspections. Enter at {@link signet.benchmarks.load.LoadComparison}.
 */
@NullMarked
package signet.benchmarks.load;

import org.jspecify.annotations.NullMarked;
