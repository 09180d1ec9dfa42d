package signet.benchmarks.soak;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import signet.benchmarks.soak.Outcome.Kind;

/**
 * Finds out when everything works again: a login at one server, a refresh at the other, and a call
 * on each route. Safe for use by many threads.
 */
final class Recovery {
  private static final int PAUSE_MILLIS = 100;
  private static final long GIVEN_UP_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Traffic traffic;
  private final UserRecord probe;
  private final Verdicts verdicts;
  private final Map<String, Histogram> times = new TreeMap<>();

  Recovery(Traffic traffic, UserRecord probe, Verdicts verdicts) {
    this.traffic = traffic;
    this.probe = probe;
    this.verdicts = verdicts;
  }

  /** From now until the first round in which all works. */
  void measure(Fault fault) throws InterruptedException {
    long start = System.nanoTime();
    while (!works()) {
      if (System.nanoTime() - start > GIVEN_UP_NANOS) {
        break;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    long took = System.nanoTime() - start;
    long millis = TimeUnit.NANOSECONDS.toMillis(took);
    System.out.println("           recovered from " + fault.name() + " after " + millis + " ms");
    synchronized (this) {
      times.computeIfAbsent(fault.name(), any -> new Histogram()).add(millis);
    }
    if (took > FaultTimeline.RECOVERY_NANOS) {
      verdicts.violated(
          Rule.NOT_RECOVERED, System.nanoTime(), fault.name() + ": " + millis + " ms");
    }
  }

  /** By the fault that was measured, in milliseconds. */
  synchronized Map<String, Histogram> times() {
    return new TreeMap<>(times);
  }

  /** Whether everything works at this moment. */
  boolean works() throws InterruptedException {
    Random first = new Random(0);
    Optional<Traffic.Login> login = traffic.logIn(probe, Optional.of(Traffic.NATIVE_CLIENT), first);
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
