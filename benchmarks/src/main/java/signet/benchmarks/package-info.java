/** JMH benchmarks of Signet and its peers, and the command that runs and tabulates them. */
@NullMarked
package signet.benchmarks;

import org.jspecify.annotations.NullMarked;
