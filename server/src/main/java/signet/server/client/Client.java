package signet.server.client;

import java.util.List;
import java.util.Set;
import signet.server.session.Channel;

/**
 * An application that may ask for tokens.
 *
 * @param id {@code client_id}
 * @param channel how it keeps its refresh tokens
 * @param audiences what it may name as {@code resource}; the first one is the default
 * @param scopes what it may ask for, reserved ones aside
 * @param allowedOrigins from where browsers may call for it, beside the issuer's own
 */
public record Client(
    String id,
    Channel channel,
    List<String> audiences,
    Set<String> scopes,
    Set<String> allowedOrigins) {
  /** The built-in first-party client's {@code client_id}. */
  public static final String DEFAULT_ID = "default";

  public Client {
    audiences = List.copyOf(audiences);
    scopes = Set.copyOf(scopes);
    allowedOrigins = Set.copyOf(allowedOrigins);
    if (audiences.isEmpty()) {
      throw new IllegalArgumentException("a client needs an audience");
    }
  }

  /** The {@code aud} of tokens for which no {@code resource} is named. */
  public String defaultAudience() {
    return audiences.getFirst();
  }
}
