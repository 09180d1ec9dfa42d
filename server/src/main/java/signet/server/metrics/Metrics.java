package signet.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** The meters of one server. Thread-safe. */
public final class Metrics implements AutoCloseable {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofMillis(2500)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<Runnable> beforeScrape = new CopyOnWriteArrayList<>();
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Looked up for each request; the words are ours, so there are few. */
  private final Map<Request, Timer> requests = new ConcurrentHashMap<>();

  /**
   * A request that was answered.
   *
   * @param endpoint the path as it is routed, without anything a client chose
   * @param method one of the endpoint's, or {@code other}
   * @param outcome a word such as {@code ok} or {@code rotated}
   * @param status of the answer
   */
  public record Request(String endpoint, String method, String outcome, int status) {}

  /** Meters of this process, and none of requests yet. */
  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Counts a request and the time from its first byte to the beginning of its answer. */
  public void answered(Request request, Duration taken) {
    requests.computeIfAbsent(request, this::timer).record(taken);
  }

  private Timer timer(Request request) {
    return Timer.builder("signet.requests")
        .description("Requests by endpoint and outcome")
        .tag("endpoint", request.endpoint())
        .tag("method", request.method())
        .tag("outcome", request.outcome())
        .tag("status", Integer.toString(request.status()))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** Shows whether Redis can be used. */
  public void watchRedis(BooleanSupplier usable) {
    Gauge.builder("signet.redis.up", () -> usable.getAsBoolean() ? 1 : 0)
        .description("1 while Redis can be used")
        .register(registry);
  }

  /** Counts a login that was limited by this server's own counters, since Redis was away. */
  public void countedWithoutRedis() {
    registry.counter("signet.login.counted.alone").increment();
  }

  /** Shows a number that is asked for whenever the meters are read. */
  public void gauge(String name, String description, DoubleSupplier number) {
    Gauge.builder(name, number, DoubleSupplier::getAsDouble)
        .description(description)
        // Or it would be forgotten with whoever made it.
        .strongReference(true)
        .register(registry);
  }

  /** Shows counts by a word of ours, of which there may be more whenever the meters are read. */
  public void countBy(
      String name, String description, String label, Map<String, LongAdder> counts) {
    beforeScrape.add(
        () ->
            counts.forEach(
                (word, count) ->
                    FunctionCounter.builder(name, count, LongAdder::sum)
                        .description(description)
                        .tag(label, word)
                        .register(registry)));
  }

  /** All meters in the text format of Prometheus, version 0.0.4. */
  public String scrape() {
    beforeScrape.forEach(Runnable::run);
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
