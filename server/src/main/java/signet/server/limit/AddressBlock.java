package signet.server.limit;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What counts as one place: an IPv4 address, or the first 64 bits of an IPv6 address, which is the
 * least that one customer gets.
 */
public final class AddressBlock {
  private static final int IPV6_BYTES = 16;
  private static final int BLOCK_GROUPS = 4;

  private AddressBlock() {}

  static String of(String address) {
    byte[] bytes;
    try {
      bytes = InetAddress.ofLiteral(address).getAddress();
    } catch (IllegalArgumentException e) {
      return address;
    }
    return bytes.length == IPV6_BYTES
        ? HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_BYTES / 2))
        : address;
  }

  /**
   * What all addresses of a block begin with, as {@link InetAddress#getHostAddress} writes them; an
   * IPv4 address itself.
   */
  public static String beginning(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    String[] groups = address.split(":", BLOCK_GROUPS + 1);
    // One that was shortened is no such text, and stands for itself.
    return address.contains("::") || groups.length <= BLOCK_GROUPS
        ? address
        : String.join(":", List.of(groups).subList(0, BLOCK_GROUPS)) + ":";
  }
}
