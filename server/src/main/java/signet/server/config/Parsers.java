package signet.server.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import signet.jose.jwa.JwsAlgorithm;
import signet.runtime.address.AddressRange;
import signet.runtime.setting.SettingSyntax;
import signet.server.user.Role;

/** From the text of a setting to its value. Messages complete the sentence "KEY must …". */
final class Parsers {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,7})(KiB|MiB)");
  // No dots alone between slashes, and nothing that needs an escape.
  private static final Pattern ISSUER_PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/-]{1,200}");
  private static final Pattern VAULT_PATH = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+");
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private Parsers() {}

  static Function<String, Integer> number(int least, int most) {
    return text -> SettingSyntax.number(text, least, most);
  }

  /** A size in whole KiB, such as {@code 64KiB} or {@code 19MiB}. */
  static Function<String, Integer> kibibytes(int least, int most) {
    return text -> {
      Matcher size = SIZE.matcher(text);
      if (size.matches()) {
        int factor = size.group(2).equals("MiB") ? 1024 : 1;
        long kibibytes = Long.parseLong(size.group(1)) * factor;
        if (kibibytes >= least && kibibytes <= most) {
          return (int) kibibytes;
        }
      }
      throw new IllegalArgumentException(
          "be a size from "
              + least
              + "KiB to "
              + most
              + "KiB, such as 19MiB, not \""
              + text
              + "\"");
    };
  }

  static Function<String, Duration> duration(Duration least, Duration most) {
    return text -> SettingSyntax.duration(text, least, most);
  }

  static String path(String text) {
    try {
      return Path.of(text).toString();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("be a path", e);
    }
  }

  static List<String> paths(String text) {
    return SettingSyntax.list(text).stream().map(Parsers::path).toList();
  }

  /** Mount and path of a secret in Vault. */
  static String vaultPath(String text) {
    if (!VAULT_PATH.matcher(text).matches() || text.contains("..")) {
      throw new IllegalArgumentException(
          "be mount and path of a secret, such as secret/signet, without data between them");
    }
    return text;
  }

  /** Where Vault is: whoever could answer in its place would choose the master key. */
  static URI vaultAddress(String text) {
    URI uri = SettingSyntax.absoluteUri(text);
    boolean https = "https".equals(uri.getScheme());
    if (uri.getHost() == null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || uri.getRawUserInfo() != null
        || !(https || ("http".equals(uri.getScheme()) && LOOPBACK_NAMES.contains(uri.getHost())))) {
      throw new IllegalArgumentException(
          "be an https address, such as https://vault.example.com:8200 (http:// is for localhost,"
              + " 127.0.0.1 and [::1] alone)");
    }
    return uri;
  }

  /** PKCS#11: 32 bytes, filled up with blanks. */
  static String tokenLabel(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > 32) {
      throw new IllegalArgumentException("have 32 bytes at most, as labels of tokens do");
    }
    return text;
  }

  /** A name of letters, digits and a few signs. */
  static Function<String, String> plain(String example) {
    return text -> {
      if (!PLAIN.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "be a name of letters, digits and the signs . _ - /, such as " + example);
      }
      return text;
    };
  }

  static String host(String text) {
    try {
      InetAddress.getByName(text);
      return text;
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "be a name or address of this machine, such as 127.0.0.1 or 0.0.0.0, not \""
              + text
              + "\"",
          e);
    }
  }

  /** RFC 8414 §2: https, no query, no fragment; plain http is taken on loopback alone. */
  static String issuer(String text) {
    URI uri = SettingSyntax.absoluteUri(text);
    if (uri.getHost() == null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || uri.getRawUserInfo() != null
        || !ISSUER_PATH.matcher(uri.getRawPath()).matches()) {
      throw new IllegalArgumentException(
          "be a URL of host, port and plain path, without a slash at the end, such as"
              + " https://auth.example.com, not \""
              + text
              + "\"");
    }
    boolean https = uri.getScheme().equals("https");
    boolean httpOnLoopback =
        uri.getScheme().equals("http") && LOOPBACK_NAMES.contains(uri.getHost());
    if (!https && !httpOnLoopback) {
      throw new IllegalArgumentException(
          "begin with https:// (http:// is for localhost, 127.0.0.1 and [::1] alone), not \""
              + text
              + "\"");
    }
    return text;
  }

  static JwsAlgorithm signatureAlgorithm(String text) {
    return JwsAlgorithm.fromWireName(text)
        .filter(Parsers::isOffered)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "be one of %s, not \"%s\"".formatted(offeredNames(), text)));
  }

  /** Of those with a shared secret one is enough, for a single service. */
  private static boolean isOffered(JwsAlgorithm algorithm) {
    return !algorithm.isSymmetric() || algorithm == JwsAlgorithm.HS256;
  }

  private static String offeredNames() {
    return Arrays.stream(JwsAlgorithm.values())
        .filter(Parsers::isOffered)
        .map(JwsAlgorithm::wireName)
        .collect(Collectors.joining(", "));
  }

  /** One of two words. */
  static Function<String, String> word(String one, String other) {
    return text -> {
      if (text.equals(one) || text.equals(other)) {
        return text;
      }
      throw new IllegalArgumentException("be " + one + " or " + other + ", not \"" + text + "\"");
    };
  }

  static List<AddressRange> addressRanges(String text) {
    return SettingSyntax.list(text).stream().map(Parsers::addressRange).toList();
  }

  private static AddressRange addressRange(String text) {
    try {
      return AddressRange.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "name addresses or networks such as 10.0.0.0/8 or 2001:db8::/32, not \"" + text + "\"",
          e);
    }
  }

  static List<String> roles(String text) {
    List<String> roles = SettingSyntax.list(text);
    for (String role : roles) {
      if (!Role.isName(role) || role.equals(Role.ADMIN)) {
        throw new IllegalArgumentException(
            "name roles of letters, digits and the signs : . _ - (admin is not among them), not \""
                + role
                + "\"");
      }
    }
    return roles;
  }
}
