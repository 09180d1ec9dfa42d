package signet.benchmarks.soak;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
  private final Map<String, Histogram> sinceReadyTimes = new TreeMap<>();

  Recovery(Traffic traffic, UserRecord probe, Verdicts verdicts) {
    this.traffic = traffic;
    this.probe = probe;
    this.verdicts = verdicts;
  }

  /** A process ended while it started, since something that it needs was away. */
  void noteFailedStart(Part part) {
    verdicts.count("start of " + part.word() + ": ended, started again");
  }

  /**
   * From now, when each process says that it is ready, until the first round in which all works. A
   * fault that begins meanwhile is measured in the place of this one.
   *
   * @param goneNanos when the cause was gone: a process started, a connection open
   * @param disturbed whether another fault has begun since
   */
  void measure(Fault fault, long goneNanos, BooleanSupplier disturbed) throws InterruptedException {
    long start = System.nanoTime();
    boolean works = works();
    while (!works && !disturbed.getAsBoolean() && System.nanoTime() - start <= GIVEN_UP_NANOS) {
      Thread.sleep(PAUSE_MILLIS);
      works = works();
    }
    // A round may have waited for as long as that other fault lasted, and then found all well.
    if (disturbed.getAsBoolean()) {
      return;
    }
    long now = System.nanoTime();
    long took = now - start;
    long millis = TimeUnit.NANOSECONDS.toMillis(now - goneNanos);
    long sinceReady = TimeUnit.NANOSECONDS.toMillis(took);
    System.out.println(
        "           recovered from " + fault.name() + " after " + millis + " ms, " + sinceReady);
    synchronized (this) {
      times.computeIfAbsent(fault.name(), any -> new Histogram()).add(millis);
      sinceReadyTimes.computeIfAbsent(fault.name(), any -> new Histogram()).add(sinceReady);
    }
    if (took > FaultTimeline.RECOVERY_NANOS) {
      verdicts.violated(Rule.NOT_RECOVERED, now, fault.name() + ": " + sinceReady + " ms");
    }
  }

  /** As {@link #times}, but a new process counts from when it says that it is ready. */
  synchronized Map<String, Histogram> sinceReadyTimes() {
    return new TreeMap<>(sinceReadyTimes);
  }

  /** By the fault that was measured, from when its cause was gone, in milliseconds. */
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
