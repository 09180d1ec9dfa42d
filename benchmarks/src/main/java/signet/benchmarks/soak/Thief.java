package signet.benchmarks.soak;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import signet.benchmarks.soak.Outcome.Kind;

/**
 * Steals a refresh token, lets its victim refresh twice and then comes with it: it must get
 * nothing, and the session must end for both.
 */
final class Thief {
  /** The repeat window, and a little. */
  private static final Duration LONGER_THAN_WINDOW = Duration.ofSeconds(17);

  private static final int CONFLICT = 409;

  private final Traffic traffic;
  private final UserRecord victim;
  private final Random random;

  Thief(Traffic traffic, UserRecord victim, Random random) {
    this.traffic = traffic;
    this.victim = victim;
    this.random = random;
  }

  void live() throws InterruptedException {
    while (!traffic.isOver()) {
      Optional<Traffic.Login> login =
          traffic.logIn(victim, Optional.of(Traffic.NATIVE_CLIENT), random);
      if (login.isPresent()) {
        steal(login.get());
      }
      Traffic.pauseBeforeRetry();
    }
  }

  private void steal(Traffic.Login login) throws InterruptedException {
    NativeKeeping keeping = new NativeKeeping(traffic, login, random);
    String stolen = keeping.refreshToken();
    AccessToken token = login.token();
    for (int i = 0; i < 2; i++) {
      Thread.sleep(LONGER_THAN_WINDOW);
      AccessToken next = keeping.refresh();
      if (next == null) {
        return;
      }
      token = next;
    }
    Thread.sleep(LONGER_THAN_WINDOW);
    if (present(stolen, login.session())) {
      traffic.ghosts().take(token);
      keeping.refresh();
    }
  }

  private boolean present(String stolen, SessionRecord session) throws InterruptedException {
    JsonObject body =
        new JsonObject().put("client_id", Traffic.NATIVE_CLIENT).put("refresh_token", stolen);
    Change change = session.willEnd("theft", System.nanoTime());
    while (!traffic.isOver()) {
      Wire.Answer answer = traffic.post("theft", Traffic.server(random), "/session/refresh", body);
      traffic.checker().theft(answer.asked());
      boolean superseded = answer.asked().outcome().status() == CONFLICT;
      if (answer.asked().outcome().is(Kind.REFUSED) && !superseded) {
        change.acknowledge(answer.asked().answeredNanos());
        return true;
      }
      if (!superseded && !Traffic.isOpen(answer)) {
        return false;
      }
      Traffic.pauseBeforeRetry();
    }
    return false;
  }
}
