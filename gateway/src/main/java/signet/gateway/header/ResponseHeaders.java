package signet.gateway.header;

import java.util.List;

/**
 * Decides which headers of a service's answer pass to the client. Immutable. What belongs to the
 * connection stays behind, and so do internal tokens that a service might echo.
 */
public final class ResponseHeaders {
  private static final NameSet STOPPED =
      new NameSet(
          List.of(
              "connection",
              "keep-alive",
              "proxy-connection",
              "proxy-authenticate",
              "te",
              "trailer",
              "transfer-encoding",
              "upgrade",
              "content-length",
              "set-cookie",
              "txn-token",
              "x-signet-*"));

  private ResponseHeaders() {}

  /** Whether a header of that name goes to the client as it came. */
  public static boolean passes(CharSequence name) {
    return !STOPPED.contains(name);
  }
}
