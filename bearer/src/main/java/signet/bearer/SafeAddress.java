package signet.bearer;

import java.net.URI;
import java.util.Locale;

/** Where credentials may travel. */
public final class SafeAddress {
  private SafeAddress() {}

  /**
   * The address, if it is https, or http on loopback, without user information and fragment.
   *
   * @param what is there, for the error
   * @throws IllegalArgumentException if it is another
   */
  public static URI require(URI address, String what) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    String host = address.getHost();
    boolean safe =
        host != null && (scheme.equals("https") || (scheme.equals("http") && isLoopback(host)));
    if (!safe || address.getUserInfo() != null || address.getFragment() != null) {
      throw new IllegalArgumentException(
          "the address of "
              + what
              + " is https, or http on loopback, without user information and fragment");
    }
    return address;
  }

  /** By name, not by resolving it: what a name resolves to can change. */
  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  }
}
