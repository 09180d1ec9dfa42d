package signet.benchmarks.soak;

import io.vertx.core.json.JsonObject;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import signet.benchmarks.soak.Outcome.Kind;

/**
 * A browser: one cookie, and sometimes two tabs that refresh at once. What the last answer set is
 * what the next request sends. Safe for use by its tabs.
 */
final class CookieKeeping implements HonestClient.Keeping {
  private static final int TWO_TABS_ONE_IN = 3;
  private static final int MOST_SUPERSEDED = 4;
  private static final int CONFLICT = 409;

  private final Traffic traffic;
  private final SessionRecord session;
  private final Random random;
  private volatile String cookie;

  CookieKeeping(Traffic traffic, Traffic.Login login, Random random) {
    this.traffic = traffic;
    this.session = login.session();
    this.random = random;
    this.cookie = login.answer().cookie().orElse("");
  }

  @Override
  public @Nullable AccessToken refresh() throws InterruptedException {
    if (random.nextInt(TWO_TABS_ONE_IN) != 0) {
      return refreshInTab();
    }
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    refreshInTab();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    AccessToken token = refreshInTab();
    other.join();
    return token;
  }

  private @Nullable AccessToken refreshInTab() throws InterruptedException {
    int superseded = 0;
    while (!traffic.isOver()) {
      Wire.Answer answer = present("refresh by cookie", "/session/refresh", new JsonObject());
      Asked asked = answer.asked();
      if (asked.outcome().status() == CONFLICT && superseded++ < MOST_SUPERSEDED) {
        // The other tab was faster: there is a newer cookie, or will be in a moment.
        traffic.checker().plain(asked);
        Traffic.pauseBeforeRetry();
        continue;
      }
      traffic.checker().refresh(session, asked);
      if (asked.outcome().is(Kind.OK)) {
        answer.cookie().ifPresent(newest -> cookie = newest);
        return traffic.token(answer, session);
      }
      if (!Traffic.isOpen(answer)) {
        return null;
      }
      Traffic.pauseBeforeRetry();
    }
    return null;
  }

  private Wire.Answer present(String what, String path, JsonObject body)
      throws InterruptedException {
    return traffic.send(
        what,
        Part.FRONT,
        Wire.json(traffic.installation().port(Part.FRONT), path, body)
            .header("Cookie", cookie)
            .header("Origin", traffic.installation().issuer())
            .build());
  }

  @Override
  public boolean logOut(boolean everywhere) throws InterruptedException {
    return traffic.logOut(
        session,
        everywhere,
        (what, scope) -> present(what, "/session/logout", new JsonObject().put("scope", scope)));
  }
}
