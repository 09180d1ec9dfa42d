package signet.bearer.dpop;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address in the one form in which {@code htu} and the request are compared: without query and
 * fragment, normalized by syntax and by scheme (RFC 9449 §4.3, RFC 3986 §6.2.2 and §6.2.3).
 */
final class HttpTarget {
  private static final String UNRESERVED = "-._~";

  private HttpTarget() {}

  /** That form, or empty where it is no absolute http or https address. */
  static Optional<String> normalize(String address) {
    try {
      URI uri = new URI(address);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      String host = uri.getHost();
      boolean isHttp = scheme.equals("http") || scheme.equals("https");
      if (!isHttp || host == null || uri.getRawUserInfo() != null) {
        return Optional.empty();
      }
      return Optional.of(
          scheme + "://" + host.toLowerCase(Locale.ROOT) + port(scheme, uri.getPort()) + path(uri));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String port(String scheme, int port) {
    int usual = scheme.equals("https") ? 443 : 80;
    return port < 0 || port == usual ? "" : ":" + port;
  }

  private static String path(URI uri) {
    @Nullable String path = uri.normalize().getRawPath();
    return path == null || path.isEmpty() ? "/" : withFewestEscapes(path);
  }

  /** An escape of what needs none is undone, the others get upper case. */
  private static String withFewestEscapes(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    StringBuilder out = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      // java.net.URI has seen to two hexadecimal digits.
      char escaped = (char) Integer.parseInt(path.substring(i + 1, i + 3), 16);
      if (isUnreserved(escaped)) {
        out.append(escaped);
      } else {
        out.append(path.substring(i, i + 3).toUpperCase(Locale.ROOT));
      }
      i += 2;
    }
    return out.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }
}
