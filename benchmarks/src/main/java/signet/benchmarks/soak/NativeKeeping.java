package signet.benchmarks.soak;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import signet.benchmarks.soak.Outcome.Kind;

/**
 * A client that keeps its refresh token itself. Sometimes it hangs up before the answer and comes
 * again with the same token at once.
 */
final class NativeKeeping implements HonestClient.Keeping {
  private static final int HANG_UP_ONE_IN = 6;
  private static final int OAUTH_ONE_IN = 3;
  private static final int LONGEST_WAIT_MILLIS = 40;

  private final Traffic traffic;
  private final SessionRecord session;
  private final Random random;
  private String refreshToken;

  NativeKeeping(Traffic traffic, Traffic.Login login, Random random) {
    this.traffic = traffic;
    this.session = login.session();
    this.random = random;
    this.refreshToken = login.answer().body().getString("refresh_token");
  }

  @Override
  public @Nullable AccessToken refresh() throws InterruptedException {
    if (random.nextInt(HANG_UP_ONE_IN) == 0) {
      hangUp();
    }
    boolean oauth = random.nextInt(OAUTH_ONE_IN) == 0;
    while (!traffic.isOver()) {
      Part server = Traffic.server(random);
      Wire.Answer answer = traffic.send("refresh by body", server, request(server, oauth));
      traffic.checker().refresh(session, answer.asked());
      if (answer.asked().outcome().is(Kind.OK)) {
        refreshToken = answer.body().getString("refresh_token");
        return traffic.token(answer, session);
      }
      if (!Traffic.isOpen(answer)) {
        return null;
      }
      Traffic.pauseBeforeRetry();
    }
    return null;
  }

  private void hangUp() throws InterruptedException {
    Part server = Traffic.server(random);
    long sent = System.nanoTime();
    Duration wait = Duration.ofMillis(1 + random.nextInt(LONGEST_WAIT_MILLIS));
    traffic.wire().sendAndHangUp(request(server, false), wait);
    traffic
        .checker()
        .hungUp(
            session,
            new Asked(
                "refresh by body", Traffic.uses(server), sent, System.nanoTime(), Outcome.CUT));
  }

  private HttpRequest request(Part server, boolean oauth) {
    int port = traffic.installation().port(server);
    if (!oauth) {
      return Wire.json(port, "/session/refresh", presented()).build();
    }
    String form =
        "grant_type=refresh_token&client_id="
            + Traffic.NATIVE_CLIENT
            + "&refresh_token="
            + URLEncoder.encode(refreshToken, StandardCharsets.UTF_8);
    return Wire.at(port, "/oauth2/token")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form))
        .build();
  }

  private JsonObject presented() {
    return new JsonObject()
        .put("client_id", Traffic.NATIVE_CLIENT)
        .put("refresh_token", refreshToken);
  }

  /** The refresh token, as a thief would copy it. */
  String refreshToken() {
    return refreshToken;
  }

  @Override
  public boolean logOut(boolean everywhere) throws InterruptedException {
    return traffic.logOut(
        session,
        everywhere,
        (what, scope) ->
            traffic.post(
                what, Traffic.server(random), "/session/logout", presented().put("scope", scope)));
  }
}
