package signet.cli.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The combined log format of nginx and Apache, with a token anywhere in the line: in a field of
 * {@code Authorization} that was added, or in the address.
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
    Matcher token = TOKEN.matcher(line);
    String method = matcher.group(3);
    String agent = matcher.group(6);
    return Optional.of(
        new LogEntry(
            instant(matcher.group(2)),
            matcher.group(1),
            agent == null || agent.equals("-") ? null : agent,
            JsonLines.request(method, matcher.group(4)),
            OptionalInt.of(Integer.parseInt(matcher.group(5))),
            token.find() ? token.group() : null,
            null,
            null,
            null));
  }

  private static @Nullable Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text, TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
