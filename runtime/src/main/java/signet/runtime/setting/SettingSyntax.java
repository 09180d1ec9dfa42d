package signet.runtime.setting;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the values of settings are written. Each reader throws {@link IllegalArgumentException} whose
 * message completes the sentence "KEY must …".
 */
public final class SettingSyntax {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  // RFC 6749 appendix A.4: scope-token = 1*NQCHAR
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,100}");
  private static final String RESERVED_SCOPES = "signet:";
  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:]+\\])(:[1-9][0-9]{0,4})?");

  private SettingSyntax() {}

  /** A whole number within bounds. */
  public static int number(String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The message below says what would be right.
    }
    throw new IllegalArgumentException(
        "be a whole number from " + least + " to " + most + ", not \"" + text + "\"");
  }

  /** A time such as {@code 15m}, within bounds. */
  public static Duration duration(String text, Duration least, Duration most) {
    Matcher duration = DURATION.matcher(text);
    if (duration.matches()) {
      long amount = Long.parseLong(duration.group(1));
      Duration value =
          switch (duration.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
          };
      if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "be a time from %ds to %ds, such as 30s, 15m or 1h, not \"%s\""
            .formatted(least.toSeconds(), most.toSeconds(), text));
  }

  /** RFC 8707 §2: a resource is an absolute URI without a fragment. */
  public static List<String> audiences(String text) {
    List<String> audiences = list(text);
    for (String audience : audiences) {
      if (absoluteUri(audience).getRawFragment() != null) {
        throw new IllegalArgumentException(
            "name absolute URIs without a fragment, not \"" + audience + "\"");
      }
    }
    return audiences;
  }

  /** Names of scopes, without reserved ones. */
  public static List<String> scopes(String text) {
    List<String> scopes = list(text);
    for (String scope : scopes) {
      if (!SCOPE.matcher(scope).matches() || scope.startsWith(RESERVED_SCOPES)) {
        throw new IllegalArgumentException(
            "name scopes such as orders:read (those that begin with signet: are reserved), not \""
                + scope
                + "\"");
      }
    }
    return scopes;
  }

  /** A page of documentation, whose sections are named by its fragments. */
  public static URI guide(String text) {
    URI page = absoluteUri(text);
    String scheme = page.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("https") || scheme.equals("http"))
        || page.getHost() == null
        || page.getRawFragment() != null
        || !text.equals(page.toASCIIString())) {
      throw new IllegalArgumentException(
          "be an http or https address without a fragment, in ASCII, not \"" + text + "\"");
    }
    return page;
  }

  /** RFC 6454 §6.2: scheme, host and, unless it is the usual one, port; compared as text. */
  public static List<String> origins(String text) {
    List<String> origins = list(text);
    for (String origin : origins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "name origins such as https://app.example.com, in lower case and without a slash at"
                + " the end, not \""
                + origin
                + "\"");
      }
    }
    return origins;
  }

  /** {@code true} or {@code false}. */
  public static boolean flag(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new IllegalArgumentException("be true or false, not \"" + text + "\"");
  }

  /** Names between commas. */
  public static List<String> list(String text) {
    return Stream.of(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /** An absolute URI. */
  public static URI absoluteUri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.isAbsolute()) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The message below says what would be right.
    }
    throw new IllegalArgumentException("be an absolute URI, not \"" + text + "\"");
  }
}
