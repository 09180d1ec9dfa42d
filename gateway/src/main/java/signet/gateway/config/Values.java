package signet.gateway.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import signet.gateway.config.GatewayConfig.UpstreamAddress;
import signet.jose.jwa.JwsAlgorithm;
import signet.runtime.address.AddressRange;
import signet.runtime.setting.SettingSyntax;

/** From the text of a setting to its value. Messages complete the sentence "KEY must …". */
final class Values {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(KiB|MiB|GiB)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern HOST =
      Pattern.compile(
          "([a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\\[[0-9a-f:]+\\])");
  private static final Pattern PATH = Pattern.compile("/|(/[A-Za-z0-9._~!$&'()*+,=:@-]+)+");
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}\\*?");

  private Values() {}

  static Function<String, Integer> number(int least, int most) {
    return text -> SettingSyntax.number(text, least, most);
  }

  /** A size such as {@code 10MiB}, in bytes. */
  static Function<String, Long> bytes(long least, long most) {
    return text -> {
      Matcher size = SIZE.matcher(text);
      if (size.matches()) {
        int shift =
            switch (size.group(2)) {
              case "KiB" -> 10;
              case "MiB" -> 20;
              default -> 30;
            };
        long bytes = Long.parseLong(size.group(1)) << shift;
        if (bytes >= least && bytes <= most) {
          return bytes;
        }
      }
      throw new IllegalArgumentException(
          "be a size from "
              + (least >> 10)
              + "KiB to "
              + (most >> 10)
              + "KiB, such as 64KiB or 10MiB, not \""
              + text
              + "\"");
    };
  }

  static Function<String, Duration> duration(Duration least, Duration most) {
    return text -> SettingSyntax.duration(text, least, most);
  }

  /** One of the constants' names, in lower case and with dashes. */
  static <E extends Enum<E>> Function<String, E> word(Class<E> type) {
    return text -> {
      for (E constant : type.getEnumConstants()) {
        if (word(constant).equals(text)) {
          return constant;
        }
      }
      String words =
          Arrays.stream(type.getEnumConstants())
              .map(Values::word)
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException("be one of " + words + ", not \"" + text + "\"");
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("be a path", e);
    }
  }

  static String name(String text) {
    return matching(NAME, text, "be a name of letters, digits and the signs . _ -");
  }

  static String host(String text) {
    return matching(
        HOST, text, "be a host in lower case and without port, such as api.example.com");
  }

  static String pathPrefix(String text) {
    return matching(
        PATH,
        text,
        "be a plain path that begins with a slash and does not end with one, such as /orders");
  }

  static String method(String text) {
    return matching(METHOD, text, "be a method in upper case, such as GET");
  }

  static String headerName(String text) {
    return matching(
        HEADER, text, "be the name of a header, such as X-User, or its beginning and a star");
  }

  /** What stands in claims and in quotes: printable ASCII without quote and backslash. */
  static String plain(String text) {
    if (text.isEmpty()
        || text.length() > 200
        || !text.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '"' && c != '\\')) {
      throw new IllegalArgumentException(
          "be printable ASCII without quote and backslash, 200 characters at most");
    }
    return text;
  }

  private static String matching(Pattern pattern, String text, String mustBe) {
    if (text.length() > 500 || !pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(mustBe + ", not \"" + text + "\"");
    }
    return text;
  }

  /** Scheme, host and port of a server. */
  static UpstreamAddress upstreamAddress(String text) {
    URI uri = SettingSyntax.absoluteUri(text);
    boolean tls = "https".equals(uri.getScheme());
    boolean origin =
        (tls || "http".equals(uri.getScheme()))
            && uri.getHost() != null
            && uri.getRawPath().isEmpty()
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && uri.getRawUserInfo() == null;
    if (!origin) {
      throw new IllegalArgumentException(
          "be scheme, host and port alone, such as http://10.0.0.7:8080, not \"" + text + "\"");
    }
    String host = uri.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int usual = tls ? 443 : 80;
    return new UpstreamAddress(tls, bare, uri.getPort() < 0 ? usual : uri.getPort());
  }

  static JwsAlgorithm algorithm(String text) {
    return JwsAlgorithm.fromWireName(text)
        .filter(algorithm -> !algorithm.isSymmetric())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "be an algorithm with a public key, such as RS256, ES256 or Ed25519, not \""
                        + text
                        + "\""));
  }

  static AddressRange addressRange(String text) {
    try {
      return AddressRange.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "name an address or a network such as 10.0.0.0/8 or 2001:db8::/32, not \"" + text + "\"",
          e);
    }
  }
}
