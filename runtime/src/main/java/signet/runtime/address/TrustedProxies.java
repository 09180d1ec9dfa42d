package signet.runtime.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out from where a request came that proxies may have passed on. Only what a listed proxy
 * says counts, and of that only the last address that is no listed proxy's: everything to the left
 * of it may have been written by anybody.
 */
public final class TrustedProxies {
  private static final int MAX_HOPS = 32;

  // RFC 7239 §6: 192.0.2.43, [2001:db8::1]:4711
  private static final Pattern NODE =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([0-9.]+))(?::\\d+)?");

  private final List<AddressRange> ranges;
  private final String header;

  /**
   * Proxies of those addresses.
   *
   * @param header the one header that they set: {@code X-Forwarded-For} or {@code Forwarded}
   */
  public TrustedProxies(List<AddressRange> ranges, String header) {
    this.ranges = List.copyOf(ranges);
    this.header = header;
  }

  /** The name of the header that they set. */
  public String header() {
    return header;
  }

  /**
   * From where a request came.
   *
   * @param peer the address at the other end of the connection
   * @param headers the values of {@link #header()}, one a line
   */
  public String addressOf(String peer, List<String> headers) {
    if (ranges.isEmpty()) {
      return peer;
    }
    List<String> hops = new ArrayList<>();
    headers.forEach(value -> hops.addAll(hops(value)));
    String address = peer;
    for (int i = hops.size() - 1; i >= 0 && i >= hops.size() - MAX_HOPS; i--) {
      if (!isTrusted(address)) {
        return address;
      }
      String said = literal(hops.get(i).strip());
      if (said.isEmpty()) {
        return address;
      }
      address = said;
    }
    return address;
  }

  /** Whether that is the address of one of them. */
  public boolean isTrusted(String address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private List<String> hops(String value) {
    return isForwarded() ? ForwardedLine.nodes(value) : List.of(value.split(",", -1));
  }

  private boolean isForwarded() {
    return header.equalsIgnoreCase("Forwarded");
  }

  /** The address that a hop names, in its usual form; empty where it names none. */
  private String literal(String hop) {
    String text = hop;
    if (isForwarded()) {
      Matcher node = NODE.matcher(hop);
      if (!node.matches()) {
        return "";
      }
      text = node.group(1) != null ? node.group(1) : node.group(2);
    }
    try {
      return InetAddress.ofLiteral(text).getHostAddress();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
