package signet.cli.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The combined log format of nginx and Apache, with tokens anywhere in the line: in a field of
 * {@code Authorization} that was added, or in the address. Which of them the service looked at is
 * not known here, and whoever sends a request can put more of them into its address.
 */
final class CombinedLines implements LogFormat {
  // Quantifiers are possessive: a line costs time in proportion to its length.
  private static final Pattern LINE =
      Pattern.compile(
          "^(\\S++) \\S++ \\S++ \\[([^\\]]++)\\] \"(\\S++) (\\S++)[^\"]*+\" (\\d{3}) \\S++"
              + "(?: \"[^\"]*+\" \"([^\"]*+)\")?+");
  // Looked for only where a run of its letters begins, for the same reason.
  private static final Pattern TOKEN =
      Pattern.compile("(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]*+(?:\\.[A-Za-z0-9_-]*+){2,4}+");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);

  /** Whether a line looks like one. */
  static boolean fits(String line) {
    return LINE.matcher(line).find();
  }

  @Override
  public Optional<LogEntry> read(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String method = matcher.group(3);
    String agent = matcher.group(6);
    return Optional.of(
        new LogEntry(
            instant(matcher.group(2)),
            matcher.group(1),
            agent == null || agent.equals("-") ? null : agent,
            JsonLines.request(method, matcher.group(4)),
            OptionalInt.of(Integer.parseInt(matcher.group(5))),
            tokens(line),
            null,
            null,
            null));
  }

  /** All of them: as many as fit a line, which is bounded. */
  private static List<String> tokens(String line) {
    Matcher matcher = TOKEN.matcher(line);
    Set<String> all = new LinkedHashSet<>();
    while (matcher.find()) {
      all.add(matcher.group());
    }
    return List.copyOf(all);
  }

  private static @Nullable Instant instant(String text) {
    try {
      return LogFormat.plausible(OffsetDateTime.parse(text, TIME).toInstant());
    } catch (DateTimeException e) {
      return null;
    }
  }
}
