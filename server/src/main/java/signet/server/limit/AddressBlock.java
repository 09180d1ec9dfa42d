package signet.server.limit;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What counts as one place: an IPv4 address, or the first 64 bits of an IPv6 address, which is the
 * least that one customer gets.
 */
final class AddressBlock {
  private static final int IPV6_BYTES = 16;

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
}
