package signet.server.session;

/**
 * Where a session was begun, for its user to recognize; nothing is decided by it.
 *
 * @param address of the peer
 * @param userAgent cut to {@value #MAX_USER_AGENT} characters; empty where none was sent
 */
public record Device(String address, String userAgent) {
  private static final int MAX_USER_AGENT = 256;

  public Device {
    if (userAgent.length() > MAX_USER_AGENT) {
      userAgent = userAgent.substring(0, MAX_USER_AGENT);
    }
  }
}
