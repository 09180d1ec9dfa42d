package signet.cli.replay;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a line of a log is read. Implementations are for one thread. */
interface LogFormat {
  /** The end of the year 9999, exclusive. */
  Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z").plusSeconds(1);

  /** The entry, or empty for a line that is none. */
  Optional<LogEntry> read(String line);

  /** The time of an entry, or null where no request was ever at that time. */
  static @Nullable Instant plausible(Instant time) {
    return time.isBefore(Instant.EPOCH) || !time.isBefore(END_OF_TIME) ? null : time;
  }

  /** What stands behind the scheme of an {@code Authorization} header, or the text itself. */
  static String bare(String value) {
    String text = value.strip();
    int space = text.indexOf(' ');
    if (space > 0) {
      String scheme = text.substring(0, space).toLowerCase(Locale.ROOT);
      if (scheme.equals("bearer") || scheme.equals("dpop")) {
        return text.substring(space).strip();
      }
    }
    return text;
  }
}
