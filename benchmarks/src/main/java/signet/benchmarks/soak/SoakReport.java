package signet.benchmarks.soak;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What a run was and what it found, as JSON. */
final class SoakReport {
  private final SoakOptions options;
  private final Duration length;
  private final long beginNanos;
  private final List<Fault> plan;
  private final Verdicts verdicts;
  private final Recovery recovery;
  private List<Part> dead = List.of();

  SoakReport(
      SoakOptions options,
      Duration length,
      long beginNanos,
      List<Fault> plan,
      Verdicts verdicts,
      Recovery recovery) {
    this.options = options;
    this.length = length;
    this.beginNanos = beginNanos;
    this.plan = plan;
    this.verdicts = verdicts;
    this.recovery = recovery;
  }

  /** Processes that had ended by themselves when it was over. */
  void dead(List<Part> parts) {
    dead = parts;
  }

  /** Writes {@code soak.json}, and tells whether nothing was found wrong. */
  boolean write(Path results) throws IOException {
    JsonObject json = json();
    System.out.println(json.encodePrettily());
    Files.createDirectories(results);
    Files.writeString(results.resolve("soak.json"), json.encodePrettily() + "\n");
    return verdicts.broken().isEmpty() && dead.isEmpty();
  }

  private JsonObject json() {
    JsonObject faults = new JsonObject();
    Map<String, Long> counts = new TreeMap<>();
    plan.forEach(fault -> counts.merge(fault.name(), 1L, Long::sum));
    counts.forEach(faults::put);
    JsonObject broken = new JsonObject();
    verdicts.broken().forEach((rule, count) -> broken.put(rule.word(), count));
    JsonArray violations = new JsonArray();
    for (Verdicts.Violation violation : verdicts.violations()) {
      long millis = TimeUnit.NANOSECONDS.toMillis(violation.atNanos() - beginNanos);
      violations.add(
          new JsonObject()
              .put("at_s", millis / 1e3)
              .put("rule", violation.rule().word())
              .put("what", violation.text()));
    }
    JsonObject answers = new JsonObject();
    verdicts.counts().forEach(answers::put);
    JsonObject late = new JsonObject();
    verdicts.late().forEach((route, histogram) -> late.put(route.name(), histogram.json()));
    return new JsonObject()
        .put("seconds", length.toMillis() / 1e3)
        .put("seed", options.seed())
        .put("deaf_service", options.deaf())
        .put("fault_count", plan.size())
        .put("faults", faults)
        .put("answer_count", verdicts.counts().values().stream().mapToLong(c -> c).sum())
        .put("answers", answers)
        .put("accepted_after_revocation", late)
        .put("recovery", json(recovery.times()))
        .put("recovery_since_ready", json(recovery.sinceReadyTimes()))
        .put("ended_by_themselves", new JsonArray(dead.stream().map(Part::word).toList()))
        .put("broken_rules", broken)
        .put("violations", violations);
  }

  private static JsonObject json(Map<String, Histogram> histograms) {
    JsonObject json = new JsonObject();
    histograms.forEach((name, histogram) -> json.put(name, histogram.json()));
    return json;
  }
}
