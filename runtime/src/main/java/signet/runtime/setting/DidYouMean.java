package signet.runtime.setting;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Finds the known name that an operator probably meant. */
public final class DidYouMean {
  private static final int FARTHEST = 4;
  private static final Pattern PARTS = Pattern.compile("[-._]");

  private DidYouMean() {}

  /** The nearest of the known names, if it is near enough to be meant. */
  public static Optional<String> nearest(String unknown, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(unknown, name)))
        .filter(name -> distance(unknown, name) <= Math.min(FARTHEST, unknown.length() / 2));
  }

  /**
   * As {@link #nearest}, of names of settings; else the shortest that has the unknown one for a
   * part, as {@code any-role} has {@code role}.
   */
  public static Optional<String> setting(String unknown, Collection<String> known) {
    return nearest(unknown, known).or(() -> holding(unknown, known));
  }

  private static Optional<String> holding(String part, Collection<String> known) {
    return known.stream()
        .filter(name -> Arrays.asList(PARTS.split(name)).contains(part))
        .min(Comparator.comparingInt(String::length));
  }

  /** Levenshtein distance: how many characters to insert, delete or replace. */
  private static int distance(String a, String b) {
    int[] previous = IntStream.rangeClosed(0, b.length()).toArray();
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
