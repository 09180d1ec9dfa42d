package signet.gateway.observe;

import io.micrometer.core.instrument.Counter;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The meters of one gateway. Thread-safe. */
public final class GatewayMetrics implements AutoCloseable {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofMillis(2500)
  };
  private static final String NONE = "none";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Looked up for each request; the words are ours, so there are few. */
  private final Map<Answered, Timer> requests = new ConcurrentHashMap<>();

  private final Map<Refused, Counter> refusals = new ConcurrentHashMap<>();

  private record Answered(String route, int status) {}

  private record Refused(String route, String reason) {}

  /** Meters of this process, and none of requests yet. */
  public GatewayMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /**
   * Counts a request that has ended.
   *
   * @param route the route's name; null where there was none
   * @param status of the answer
   * @param reason why it was refused or failed; null where it was not
   */
  public void answered(@Nullable String route, int status, @Nullable String reason, long nanos) {
    String name = route == null ? NONE : route;
    requests
        .computeIfAbsent(new Answered(name, status), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
    if (reason != null) {
      refusals.computeIfAbsent(new Refused(name, reason), this::counter).increment();
    }
  }

  private Timer timer(Answered answered) {
    return Timer.builder("signet.gateway.requests")
        .description("Requests by route and status, from first byte to the end of the answer")
        .tag("route", answered.route())
        .tag("status", Integer.toString(answered.status()))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter counter(Refused refused) {
    return Counter.builder("signet.gateway.refused")
        .description("Requests that were refused or failed, by route and reason")
        .tag("route", refused.route())
        .tag("reason", refused.reason())
        .register(registry);
  }

  /** Shows a number that is asked for whenever the meters are read. */
  public void gauge(String name, String description, DoubleSupplier number) {
    Gauge.builder(name, number, DoubleSupplier::getAsDouble)
        .description(description)
        // Or it would be forgotten with whoever made it.
        .strongReference(true)
        .register(registry);
  }

  /** Shows how many lines of the access log were left out. */
  public void watch(AccessLog log) {
    FunctionCounter.builder("signet.gateway.access.log.dropped", log, AccessLog::dropped)
        .description("Lines of the access log that were left out")
        .register(registry);
  }

  /** All meters in the text format of Prometheus, version 0.0.4. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
