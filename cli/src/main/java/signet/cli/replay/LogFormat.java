package signet.cli.replay;

import java.util.Locale;
import java.util.Optional;

/** How a line of a log is read. Implementations are for one thread. */
interface LogFormat {
  /** The entry, or empty for a line that is none. */
  Optional<LogEntry> read(String line);

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
