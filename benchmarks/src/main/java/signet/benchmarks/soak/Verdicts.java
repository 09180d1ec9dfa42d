package signet.benchmarks.soak;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was counted and what was found wrong, in bounded memory. Safe for use by many threads. */
final class Verdicts {
  private static final int KEPT = 100;
  private static final int MOST_WORDS = 500;

  /**
   * A rule that was broken.
   *
   * @param atNanos when the answer was there that broke it
   * @param text for people; no tokens
   */
  record Violation(Rule rule, long atNanos, String text) {}

  private final Map<Rule, Long> broken = new EnumMap<>(Rule.class);
  private final List<Violation> violations = new ArrayList<>();
  private final Map<Route, Histogram> late = new EnumMap<>(Route.class);
  private final Map<String, Long> counts = new TreeMap<>();

  synchronized void violated(Rule rule, long atNanos, String text) {
    broken.merge(rule, 1L, Long::sum);
    if (violations.size() < KEPT) {
      violations.add(new Violation(rule, atNanos, text));
      System.out.println("           BROKEN " + rule.word() + ": " + text);
    }
  }

  /** A token was accepted that long after it had been revoked, within the bound or not. */
  synchronized void lateAcceptance(Route route, long millis) {
    late.computeIfAbsent(route, any -> new Histogram()).add(millis);
  }

  /** How long after a revocation was answered its tokens were still accepted, in milliseconds. */
  synchronized Map<Route, Histogram> late() {
    return new EnumMap<>(late);
  }

  synchronized void count(String word) {
    if (counts.size() < MOST_WORDS || counts.containsKey(word)) {
      counts.merge(word, 1L, Long::sum);
    }
  }

  /** How often each rule was broken; those that never were are not in it. */
  synchronized Map<Rule, Long> broken() {
    return new EnumMap<>(broken);
  }

  /** The first hundred. */
  synchronized List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** By what was asked and what became of it. */
  synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
