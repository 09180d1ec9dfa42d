/**
 * A whole installation under mixed traffic and faults, and a checker that keeps its own record of
 * what was promised. Enter at {@link signet.benchmarks.soak.Soak}; what is promised stands in
 * {@link signet.benchmarks.soak.Checker}. Imports {@code load} for ports, and of Signet only what a
 * service embeds.
 */
@NullMarked
package signet.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
