package signet.server.client;

import java.util.List;
import java.util.Set;

/**
 * An application that may ask for tokens.
 *
 * @param id {@code client_id}
 * @param audiences what it may name as {@code resource}; the first one is the default
 * @param scopes what it may ask for, reserved ones aside
 */
public record Client(String id, List<String> audiences, Set<String> scopes) {
  /** The built-in first-party client's {@code client_id}. */
  public static final String DEFAULT_ID = "default";

  public Client {
    audiences = List.copyOf(audiences);
    scopes = Set.copyOf(scopes);
    if (audiences.isEmpty()) {
      throw new IllegalArgumentException("a client needs an audience");
    }
  }

  /** The {@code aud} of tokens for which no {@code resource} is named. */
  public String defaultAudience() {
    return audiences.getFirst();
  }
}
