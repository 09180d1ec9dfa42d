package signet.cli.explain;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them. */
public final class Times {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

  private Times() {}

  /** A length of time without its sign: {@code 3 min 12 s}, in two units at most. */
  public static String span(Duration duration) {
    long seconds = duration.abs().plusMillis(500).toSeconds();
    long[] units = {86_400, 3_600, 60, 1};
    String[] names = {" d", " h", " min", " s"};
    StringBuilder words = new StringBuilder();
    int used = 0;
    for (int i = 0; i < units.length && used < 2; i++) {
      long count = seconds / units[i];
      seconds %= units[i];
      if (count > 0) {
        words.append(used++ == 0 ? "" : " ").append(count).append(names[i]);
      } else if (used > 0) {
        break;
      }
    }
    return used == 0 ? "0 s" : words.toString();
  }

  /** In UTC, and in the zone where that is another. */
  static String both(Instant instant, ZoneId zone) {
    boolean same = zone.getRules().getOffset(instant).equals(ZoneOffset.UTC);
    return instant + (same ? "" : " (" + LOCAL.format(instant.atZone(zone)) + ")");
  }

  /** {@code 3 min 12 s ago} or {@code in 3 min 12 s}. */
  static String relative(Instant instant, Instant now) {
    Duration since = Duration.between(instant, now);
    return since.isNegative() ? "in " + span(since) : span(since) + " ago";
  }
}
