package signet.gateway.header;

import java.util.LinkedHashMap;
import java.util.Map;
import signet.bearer.Authenticated;

/** Who asks, as plain headers: for proxies that run already, and inside a service mesh. */
public final class IdentityHeaders {
  /** The subject of the access token. */
  public static final String SUBJECT = "X-Signet-Subject";

  /** The client that it was issued to. */
  public static final String CLIENT = "X-Signet-Client";

  /** Its scopes, between spaces. */
  public static final String SCOPE = "X-Signet-Scope";

  /** The roles, between commas. */
  public static final String ROLES = "X-Signet-Roles";

  /** Its session. */
  public static final String SESSION = "X-Signet-Session";

  private IdentityHeaders() {}

  /** Names and values; what the token does not say, or no header can hold, has none. */
  public static Map<String, String> of(Authenticated who) {
    Map<String, String> headers = new LinkedHashMap<>();
    put(headers, SUBJECT, who.jwt().subject().orElse(""));
    put(headers, CLIENT, who.jwt().clientId().orElse(""));
    put(headers, SCOPE, String.join(" ", who.jwt().scopes()));
    put(headers, ROLES, String.join(",", who.roles()));
    put(headers, SESSION, who.jwt().sessionId().orElse(""));
    return headers;
  }

  private static void put(Map<String, String> headers, String name, String value) {
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      headers.put(name, value);
    }
  }
}
