package signet.gateway.header;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides which headers of a request pass to the service. Immutable.
 *
 * <p>Three kinds stay behind: those of the connection (RFC 9110 §7.6.1), those that say who asks or
 * from where, which the gateway alone writes, and those that it writes anew from what it has read
 * ({@code Host}, {@code Content-Length}, {@code Cookie}, {@code Authorization}, {@code DPoP}).
 */
public final class RequestHeaders {
  private static final List<String> CONNECTION =
      List.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "expect");

  /** Services and frameworks believe these, as they do {@link Overrides}. */
  private static final List<String> IDENTITY =
      List.of("txn-token", "x-signet-*", "forwarded", "x-forwarded-*", "x-original-*", "x-real-ip");

  private static final List<String> WRITTEN_ANEW =
      List.of("host", "content-length", "cookie", "authorization", "dpop");

  /**
   * What the gateway's own part of a request cannot do without, whatever {@code Connection} says.
   */
  private static final Set<String> NEVER_LISTED = Set.of("host", "content-length", "cookie");

  private final NameSet stopped;

  /**
   * The rules.
   *
   * @param configured further names that nobody outside may set; a star at the end stands for every
   *     end
   */
  public RequestHeaders(Collection<String> configured) {
    List<String> all = new ArrayList<>(IDENTITY);
    all.addAll(Overrides.NAMES);
    all.addAll(configured);
    all.addAll(CONNECTION);
    all.addAll(WRITTEN_ANEW);
    this.stopped = new NameSet(all);
  }

  /** Whether a header of that name goes to the service as it came. */
  public boolean passes(CharSequence name) {
    return !stopped.contains(name);
  }

  /**
   * The names that {@code Connection} lists, which end here as well (RFC 9110 §7.6.1).
   *
   * @param values of the header, one a line
   */
  public static Set<String> listed(List<String> values) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String value : values) {
      for (String name : value.split(",", -1)) {
        String stripped = name.strip();
        if (!stripped.isEmpty() && !NEVER_LISTED.contains(stripped.toLowerCase(Locale.ROOT))) {
          names.add(stripped);
        }
      }
    }
    return names;
  }
}
