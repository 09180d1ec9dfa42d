package signet.bearer.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;

/** The place that a request goes to, as the container sees it. */
final class RequestPath {
  private RequestPath() {}

  /**
   * The decoded path below the application; empty where the address could be read in more than one
   * way, by container, framework and proxies, so that no policy could be chosen for it.
   */
  static Optional<String> of(HttpServletRequest request) {
    if (!isPlain(String.valueOf(request.getRequestURI()))) {
      return Optional.empty();
    }
    String rest = request.getPathInfo();
    return Optional.of(request.getServletPath() + (rest == null ? "" : rest));
  }

  /**
   * Whether an address has no parameters in its path, no empty and no dot segment, no backslash,
   * and nothing written with a percent sign that would be any of those, or a second percent sign.
   */
  static boolean isPlain(String path) {
    if (path.isEmpty() || path.charAt(0) != '/') {
      return false;
    }
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%') {
        if (!isPlainEscape(path, i)) {
          return false;
        }
      } else if (c <= ' ' || c >= 0x7f || c == ';' || c == '\\') {
        return false;
      }
    }
    String segments = path + "/";
    return !segments.substring(0, path.length()).contains("//")
        && !segments.contains("/./")
        && !segments.contains("/../");
  }

  private static boolean isPlainEscape(String path, int index) {
    if (index + 3 > path.length()) {
      return false;
    }
    int value;
    try {
      value = Integer.parseUnsignedInt(path.substring(index + 1, index + 3), 16);
    } catch (NumberFormatException e) {
      return false;
    }
    return value >= ' ' && value != 0x7f && "./\\;%".indexOf(value) < 0;
  }

  /** {@code HEAD} is a {@code GET} without its body. */
  static String method(HttpServletRequest request) {
    String method = request.getMethod().toUpperCase(Locale.ROOT);
    return method.equals("HEAD") ? "GET" : method;
  }
}
