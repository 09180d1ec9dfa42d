package signet.gateway.header;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the authorization server's refresh cookie from services: they neither see it nor set it.
 * Browsers compare the prefix {@code __Host-} without regard to case, so this does too.
 */
public final class RefreshCookies {
  private static final String NAME = "signet_refresh";
  private static final String PREFIXED = "__host-" + NAME;
  private static final String SECURE = "__secure-" + NAME;

  private RefreshCookies() {}

  /** The value of {@code Cookie} without it, or null where nothing is left. */
  public static @Nullable String without(String cookies) {
    if (!mentions(cookies)) {
      return cookies;
    }
    StringBuilder rest = new StringBuilder(cookies.length());
    for (String cookie : cookies.split(";", -1)) {
      String pair = cookie.strip();
      if (!pair.isEmpty() && !isRefresh(pair)) {
        rest.append(rest.isEmpty() ? "" : "; ").append(pair);
      }
    }
    return rest.isEmpty() ? null : rest.toString();
  }

  /** Whether the value of {@code Set-Cookie} would set it. */
  public static boolean isSet(String setCookie) {
    return mentions(setCookie) && isRefresh(setCookie);
  }

  private static boolean isRefresh(String pair) {
    int equals = pair.indexOf('=');
    // RFC 6265bis §5.6: without an equals sign the whole is the value, of a cookie without name.
    String name = equals < 0 ? pair : pair.substring(0, equals);
    String lower = name.strip().toLowerCase(Locale.ROOT);
    return lower.equals(NAME) || lower.equals(PREFIXED) || lower.equals(SECURE) || isNameless(pair);
  }

  /** {@code =__Host-x=y} has an empty name, and is sent back as {@code __Host-x=y}. */
  private static boolean isNameless(String pair) {
    String stripped = pair.strip();
    return stripped.startsWith("=") && mentions(stripped);
  }

  private static boolean mentions(String text) {
    for (int at = 0; at <= text.length() - NAME.length(); at++) {
      if (text.regionMatches(true, at, NAME, 0, NAME.length())) {
        return true;
      }
    }
    return false;
  }
}
