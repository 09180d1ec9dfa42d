package signet.server.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * The verifiers that were let in a moment ago, by a hash of what they showed. They report five
 * times a second while revocations come, and each look at SQL would cost more than the report:
 * whoever was let in stays so for five seconds, here alone. What a report says is advice to
 * operators.
 *
 * <p>Bearer tokens alone: a proof of possession counts for one request. Bounded, and thread-safe.
 */
final class RecentVerifiers {
  static final Duration KEPT = Duration.ofSeconds(5);

  private static final String BEARER = "bearer ";

  private final int most;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<String, Admitted> admitted = new ConcurrentHashMap<>();

  private record Admitted(String client, long endsNanos) {
    boolean hasEnded(long now) {
      return now - endsNanos >= 0;
    }
  }

  /**
   * Nobody yet.
   *
   * @param most that are remembered; who comes beyond that is looked up each time
   */
  RecentVerifiers(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
  }

  /** The client that showed the same a moment ago. */
  Optional<String> client(PresentedCredentials credentials) {
    long now = nanoTime.getAsLong();
    return name(credentials)
        .map(admitted::get)
        .filter(known -> !known.hasEnded(now))
        .map(Admitted::client);
  }

  /**
   * Remembers one that was let in.
   *
   * @param left until its token ends by itself
   */
  void add(PresentedCredentials credentials, String client, Duration left) {
    long now = nanoTime.getAsLong();
    if (admitted.size() >= most) {
      admitted.values().removeIf(known -> known.hasEnded(now));
    }
    // A few too many where several come at once.
    if (admitted.size() < most && left.compareTo(Duration.ZERO) > 0) {
      Duration kept = left.compareTo(KEPT) < 0 ? left : KEPT;
      name(credentials)
          .ifPresent(name -> admitted.put(name, new Admitted(client, now + kept.toNanos())));
    }
  }

  private static Optional<String> name(PresentedCredentials credentials) {
    return Optional.of(credentials.authorization())
        .filter(lines -> lines.size() == 1)
        .map(lines -> lines.getFirst())
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(BEARER))
        .map(RecentVerifiers::sha256);
  }

  /** So that no token lies about in memory, and the time of a look tells nothing of one. */
  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
