package signet.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Those who go on calling with tokens that were taken out of force, until long after their end.
 * Keeps a hundred tokens at most. Safe for use by many threads.
 */
final class Ghosts {
  private static final int MOST = 100;
  private static final long AFTER_END_MILLIS = 60_000;
  private static final int PAUSE_MILLIS = 150;
  private static final int NEWEST = 4;

  private final Traffic traffic;
  private final List<AccessToken> tokens = new ArrayList<>();

  Ghosts(Traffic traffic) {
    this.traffic = traffic;
  }

  synchronized void take(AccessToken token) {
    if (tokens.size() == MOST) {
      tokens.remove(0);
    }
    tokens.add(token);
  }

  /** Calls, every other time with one of the newest, until it is over. */
  void haunt(Random random) throws InterruptedException {
    Route[] routes = Route.values();
    while (!traffic.isOver()) {
      AccessToken token = next(random);
      if (token != null) {
        traffic.call(token, routes[random.nextInt(routes.length)]);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private synchronized @Nullable AccessToken next(Random random) {
    long now = System.currentTimeMillis();
    tokens.removeIf(token -> token.expiresMillis() + AFTER_END_MILLIS < now);
    if (tokens.isEmpty()) {
      return null;
    }
    int size = tokens.size();
    boolean newest = random.nextBoolean();
    int back = random.nextInt(newest ? Math.min(NEWEST, size) : size);
    return tokens.get(size - 1 - back);
  }
}
