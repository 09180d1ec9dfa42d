package signet.server.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Begins sessions. Thread-safe. */
public final class Sessions {
  private static final Duration IDLE = Duration.ofDays(7);
  private static final Duration ABSOLUTE = Duration.ofDays(30);
  private static final int SID_BYTES = 16;

  private final SessionStore store;
  private final RandomGenerator random;

  /**
   * Sessions in that store.
   *
   * @param random cryptographically strong and thread-safe
   */
  public Sessions(SessionStore store, RandomGenerator random) {
    this.store = store;
    this.random = random;
  }

  /** Begins a session for a user who authenticated just now. */
  public Session begin(String userId, String clientId, Device device, Instant now) {
    Session session =
        new Session(
            nextSid(),
            userId,
            clientId,
            Channel.BROWSER,
            now,
            now.plus(IDLE),
            now.plus(ABSOLUTE),
            Optional.empty(),
            device);
    store.insert(session);
    return session;
  }

  /** Whether tokens of that session count. */
  public boolean isLive(String sid, Instant now) {
    return store.find(sid).filter(session -> session.isLive(now)).isPresent();
  }

  private String nextSid() {
    byte[] sid = new byte[SID_BYTES];
    random.nextBytes(sid);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sid);
  }
}
