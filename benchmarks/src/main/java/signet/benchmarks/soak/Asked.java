package signet.benchmarks.soak;

import java.util.Set;

/**
 * One request as the one who sent it saw it.
 *
 * @param what a word for counting, such as {@code refresh}
 * @param uses what had to work for it
 * @param sentNanos {@link System#nanoTime} before the first byte
 * @param answeredNanos {@link System#nanoTime} after the last, or when it was given up
 */
record Asked(String what, Set<Part> uses, long sentNanos, long answeredNanos, Outcome outcome) {}
