package signet.benchmarks.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import signet.benchmarks.soak.Outcome.Kind;

/** Rotates the signing key by command, and now and then declares the one that signs leaked. */
final class KeyOperator {
  private static final Duration BETWEEN = Duration.ofSeconds(80);
  private static final Duration BEFORE_RETRY = Duration.ofSeconds(2);
  private static final int LEAK_ONE_IN = 3;
  private static final int ATTEMPTS = 20;

  private final Traffic traffic;
  private final Verdicts verdicts;
  private final Random random;

  KeyOperator(Traffic traffic, Verdicts verdicts, Random random) {
    this.traffic = traffic;
    this.verdicts = verdicts;
    this.random = random;
  }

  void live() throws IOException, InterruptedException {
    int turn = 0;
    while (!traffic.isOver()) {
      for (int i = 0; i < BETWEEN.toSeconds() && !traffic.isOver(); i++) {
        Thread.sleep(Duration.ofSeconds(1));
      }
      if (++turn % LEAK_ONE_IN == 0) {
        leak();
      } else {
        boolean done = traffic.installation().keyCommand(server(), "rotate");
        verdicts.count("key rotate: " + (done ? "ok" : "not now"));
      }
    }
  }

  private String server() {
    return random.nextBoolean() ? "one" : "two";
  }

  private void leak() throws IOException, InterruptedException {
    String kid = activeKid();
    if (kid.isEmpty()) {
      return;
    }
    Change change = traffic.checker().willLeak(kid, System.nanoTime());
    for (int i = 0; i < ATTEMPTS && !traffic.isOver(); i++) {
      if (traffic.installation().keyCommand(server(), "compromise", "--no-wait", "--", kid)) {
        change.acknowledge(System.nanoTime());
        verdicts.count("key compromise: ok");
        return;
      }
      verdicts.count("key compromise: not now");
      Thread.sleep(BEFORE_RETRY);
    }
  }

  private String activeKid() throws InterruptedException {
    Part server = Traffic.server(random);
    Wire.Answer answer =
        traffic.send(
            "keys", server, Wire.at(traffic.installation().port(server), "/health/keys").build());
    return answer.asked().outcome().is(Kind.OK) ? answer.body().getString("active_kid", "") : "";
  }
}
