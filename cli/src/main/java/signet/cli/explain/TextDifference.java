package signet.cli.explain;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import signet.runtime.setting.DidYouMean;

/** How a name differs from the expected one, in words. Names are compared whole. */
public final class TextDifference {
  private static final Pattern ENVIRONMENT =
      Pattern.compile(
          "(?i)(?:^|[^a-z0-9])(staging|stage|stg|dev|development|test|testing|qa|uat|sandbox|"
              + "preprod|preview|local|localhost|prod|production)(?:[^a-z]|$)");

  private TextDifference() {}

  /** A small difference that people overlook; empty where the texts are simply others. */
  public static Optional<String> small(String actual, String expected) {
    if (actual.equals(expected + "/")) {
      return Optional.of("it has a slash at the end that is not expected");
    }
    if (expected.equals(actual + "/")) {
      return Optional.of("it lacks the slash at the end that is expected");
    }
    if (actual.startsWith("http://") && expected.equals("https" + actual.substring(4))) {
      return Optional.of("it has http where https is expected");
    }
    if (expected.startsWith("http://") && actual.equals("https" + expected.substring(4))) {
      return Optional.of("it has https where http is expected");
    }
    if (actual.equalsIgnoreCase(expected)) {
      return Optional.of("it differs in upper and lower case");
    }
    if (actual.strip().equals(expected.strip())) {
      return Optional.of("it differs in spaces at its ends");
    }
    if (host(actual).isPresent() && host(actual).equals(host(expected))) {
      return Optional.of("same host, but another scheme, port or path");
    }
    return DidYouMean.nearest(actual, List.of(expected))
        .map(near -> "it differs in a few characters, as a misspelling does");
  }

  /** The word in a name that tells of an environment, such as {@code staging}. */
  static Optional<String> environment(String name) {
    Matcher word = ENVIRONMENT.matcher(name);
    return word.find() ? Optional.of(word.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  /** Where the texts part: a line of spaces and a caret. */
  static String mark(String actual, String expected) {
    int at = 0;
    while (at < Math.min(actual.length(), expected.length())
        && actual.charAt(at) == expected.charAt(at)) {
      at++;
    }
    return " ".repeat(at) + "^";
  }

  private static Optional<String> host(String text) {
    try {
      return Optional.ofNullable(URI.create(text).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
