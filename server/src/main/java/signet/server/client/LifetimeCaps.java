package signet.server.client;

import java.time.Duration;

/**
 * How long tokens may live at most. A token that nobody can take back must be short; what is longer
 * has to be asked for by a name that shows up in a review.
 *
 * @param access of access tokens
 * @param session of sessions, and so of refresh tokens
 */
public record LifetimeCaps(Duration access, Duration session) {
  /** The usual ones. */
  public static final LifetimeCaps USUAL =
      new LifetimeCaps(Duration.ofMinutes(60), Duration.ofDays(90));

  /** Where the operator sets {@code tokens.unsafe-long-lifetimes}. */
  public static final LifetimeCaps UNSAFE =
      new LifetimeCaps(Duration.ofHours(24), Duration.ofDays(400));
}
