package signet.spring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import signet.bearer.revocation.RevocationFeed;
import signet.jose.reject.RejectReason;

/**
 * Counts refusals by reason ({@code signet.refusals}), and says how old what is known of
 * revocations is ({@code signet.revocations.age}) and how much that is ({@code
 * signet.revocations.entries}). Thread-safe.
 */
final class SignetMetrics implements MeterBinder, RefusalListener {
  private final @Nullable RevocationFeed revocations;
  private final List<Map<RejectReason, Counter>> counters = new CopyOnWriteArrayList<>();

  SignetMetrics(@Nullable RevocationFeed revocations) {
    this.revocations = revocations;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Map<RejectReason, Counter> byReason = new EnumMap<>(RejectReason.class);
    for (RejectReason reason : RejectReason.values()) {
      byReason.put(
          reason,
          Counter.builder("signet.refusals")
              .description("Access tokens that were refused")
              .tag("reason", reason.word())
              .register(registry));
    }
    counters.add(byReason);
    if (revocations != null) {
      Gauge.builder("signet.revocations.age", revocations, SignetMetrics::age)
          .description("Since the server read what this service knows of revocations")
          .baseUnit("seconds")
          .register(registry);
      Gauge.builder("signet.revocations.entries", revocations, feed -> feed.health().entries())
          .description("Revocations that are held")
          .register(registry);
    }
  }

  private static double age(RevocationFeed feed) {
    return feed.health()
        .age()
        .map(Duration::toMillis)
        .map(millis -> millis / 1000.0)
        .orElse(Double.NaN);
  }

  @Override
  public void refused(RejectReason reason) {
    for (Map<RejectReason, Counter> byReason : counters) {
      Counter counter = byReason.get(reason);
      if (counter != null) {
        counter.increment();
      }
    }
  }
}
