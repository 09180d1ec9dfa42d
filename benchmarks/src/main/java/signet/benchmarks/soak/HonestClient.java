package signet.benchmarks.soak;

import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import signet.benchmarks.soak.Outcome.Kind;
import signet.benchmarks.soak.Traffic.Login;

/**
 * Somebody who logs in, calls services, refreshes and logs out, again and again. How it keeps the
 * refresh token is up to the {@link Keeping}.
 */
final class HonestClient {
  private static final int SHORTEST_SESSION_MILLIS = 20_000;
  private static final int SESSION_SPREAD_MILLIS = 160_000;
  private static final int SHORTEST_PAUSE_MILLIS = 300;
  private static final int PAUSE_SPREAD_MILLIS = 1_200;
  private static final int SHORTEST_REFRESH_MILLIS = 4_000;
  private static final int REFRESH_SPREAD_MILLIS = 40_000;
  private static final int GHOST_CALLS = 12;
  private static final int GHOST_PAUSE_MILLIS = 150;

  /** How a client keeps its refresh token and presents it. One for each session. */
  interface Keeping {
    /** The next access token; null if the session is refused. Tries until that is decided. */
    @Nullable AccessToken refresh() throws InterruptedException;

    /** Logs out until that is decided; whether it was answered. */
    boolean logOut(boolean everywhere) throws InterruptedException;
  }

  /** Makes the keeping of a session that began. */
  interface Beginning {
    Keeping begin(Login login);
  }

  private final Traffic traffic;
  private final UserRecord user;
  private final Random random;
  private final Optional<String> clientId;
  private final Beginning beginning;

  HonestClient(
      Traffic traffic,
      UserRecord user,
      Random random,
      Optional<String> clientId,
      Beginning beginning) {
    this.traffic = traffic;
    this.user = user;
    this.random = random;
    this.clientId = clientId;
    this.beginning = beginning;
  }

  void live() throws InterruptedException {
    while (!traffic.isOver()) {
      Optional<Login> login = traffic.logIn(user, clientId, random);
      if (login.isPresent()) {
        new Visit(login.get()).pass();
      }
      pause();
    }
  }

  private void pause() throws InterruptedException {
    Thread.sleep(SHORTEST_PAUSE_MILLIS + random.nextInt(PAUSE_SPREAD_MILLIS));
  }

  /** One session, from its login to its end. */
  private final class Visit {
    private final Keeping keeping;
    private AccessToken token;
    private long refreshMillis;

    Visit(Login login) {
      keeping = beginning.begin(login);
      token = login.token();
      planRefresh();
    }

    private void planRefresh() {
      refreshMillis =
          System.currentTimeMillis()
              + SHORTEST_REFRESH_MILLIS
              + random.nextInt(REFRESH_SPREAD_MILLIS);
    }

    void pass() throws InterruptedException {
      Route[] routes = Route.values();
      long end =
          System.currentTimeMillis()
              + SHORTEST_SESSION_MILLIS
              + random.nextInt(SESSION_SPREAD_MILLIS);
      boolean refused = false;
      while (!traffic.isOver() && System.currentTimeMillis() < end) {
        if (refused || System.currentTimeMillis() > refreshMillis) {
          if (!refresh(refused)) {
            return;
          }
        }
        Outcome outcome = traffic.call(token, routes[random.nextInt(routes.length)]);
        refused = outcome.is(Kind.REFUSED);
        pause();
      }
      logOut();
    }

    private boolean refresh(boolean refused) throws InterruptedException {
      if (refused) {
        traffic.ghosts().take(token);
      }
      AccessToken next = keeping.refresh();
      if (next == null) {
        traffic.ghosts().take(token);
        return false;
      }
      token = next;
      planRefresh();
      return true;
    }

    /** And goes on calling for a moment, to see it refused. */
    private void logOut() throws InterruptedException {
      if (!keeping.logOut(random.nextInt(8) == 0)) {
        return;
      }
      traffic.ghosts().take(token);
      Route[] routes = Route.values();
      for (int i = 0; i < GHOST_CALLS; i++) {
        traffic.call(token, routes[random.nextInt(routes.length)]);
        Thread.sleep(GHOST_PAUSE_MILLIS);
      }
      // Whoever still has its refresh token gets nothing for it.
      keeping.refresh();
    }
  }
}
