package signet.benchmarks.soak;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Random;
import signet.benchmarks.soak.Outcome.Kind;

/**
 * Tries everything once, for a user of its own: a login at one server, a refresh at both, and a
 * call on each route. Safe for use by many threads.
 */
final class Probe implements Recovery.Round {
  private final Traffic traffic;
  private final UserRecord user;

  Probe(Traffic traffic, UserRecord user) {
    this.traffic = traffic;
    this.user = user;
  }

  @Override
  public boolean works() throws InterruptedException {
    Random first = new Random(0);
    Optional<Traffic.Login> login = traffic.logIn(user, Optional.of(Traffic.NATIVE_CLIENT), first);
    if (login.isEmpty()) {
      return false;
    }
    boolean works = true;
    for (Part server : new Part[] {Part.SERVER_ONE, Part.SERVER_TWO}) {
      works &= answers(server, login.get());
    }
    for (Route route : Route.values()) {
      works = works && traffic.call(login.get().token(), route).is(Kind.OK);
    }
    return works;
  }

  private boolean answers(Part server, Traffic.Login login) throws InterruptedException {
    Wire.Answer answer =
        traffic.post(
            "probe",
            server,
            "/session/refresh",
            new JsonObject()
                .put("client_id", Traffic.NATIVE_CLIENT)
                .put("refresh_token", login.answer().body().getString("refresh_token")));
    traffic.checker().refresh(login.session(), answer.asked());
    return answer.asked().outcome().is(Kind.OK);
  }
}
