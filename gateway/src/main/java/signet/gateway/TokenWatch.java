package signet.gateway;

import java.util.Optional;
import signet.bearer.health.ServiceHealth;
import signet.bearer.revocation.RevocationHealth;

/**
 * Notices when access tokens cannot be judged by all that should be known, and when they can again,
 * so that the log tells it once each. Not thread-safe.
 */
final class TokenWatch {
  /** A start or a reload is over by then, and nobody needs to hear of it. */
  private static final int PATIENCE = 3;

  private static final String NO_KEYS =
      "no keys were had from the issuer so far: requests with a token are answered 503";
  private static final String NO_REVOCATIONS =
      "the issuer has not said so far what was revoked: requests with a token are answered 503";
  private static final String OLD_REVOCATIONS =
      "what was revoked of late is not known: requests with a token are treated as"
          + " revocations.when-stale says";
  private static final String WELL = "keys and revocations are known: tokens are judged";

  private String seen = WELL;
  private String told = WELL;
  private int times;

  /** What the log should say after this check, made once a second; empty if nothing new. */
  Optional<String> check(ServiceHealth health) {
    String state = state(health);
    times = state.equals(seen) ? times + 1 : 1;
    seen = state;
    boolean sure = state.equals(WELL) || times >= PATIENCE;
    if (!sure || state.equals(told)) {
      return Optional.empty();
    }
    told = state;
    return Optional.of(why(state, health));
  }

  private static String state(ServiceHealth health) {
    if (health.keysetId().isEmpty()) {
      return NO_KEYS;
    }
    return health.revocations().map(feed -> state(feed.state())).orElse(WELL);
  }

  private static String state(RevocationHealth.State feed) {
    return switch (feed) {
      case STARTING -> NO_REVOCATIONS;
      case STALE, FULL -> OLD_REVOCATIONS;
      case FRESH -> WELL;
    };
  }

  private static String why(String state, ServiceHealth health) {
    Optional<String> failure =
        state.equals(WELL)
            ? Optional.empty()
            : health.revocations().flatMap(RevocationHealth::failure);
    return failure.map(words -> state + " (" + words + ")").orElse(state);
  }
}
