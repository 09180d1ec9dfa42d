package signet.server.revocation;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.outage.OutageException;

/**
 * The verifiers that reported to this server, in memory. What is new is written in one batch a
 * second, four while somebody looks, so that any server can answer for all. Thread-safe.
 */
public final class Verifiers implements AutoCloseable {
  /** Who has not reported for that long is forgotten. */
  public static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(Verifiers.class);
  private static final int MOST = 10_000;
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration WRITE_EVERY = Duration.ofSeconds(1);

  private final VerifierStore store;
  private final LongSupplier nanoTime;
  private final int most;
  private final ConcurrentMap<Name, Reported> reported = new ConcurrentHashMap<>();

  /** Who has reported since the last write. */
  private final Set<Name> fresh = ConcurrentHashMap.newKeySet();

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("verifiers").daemon().factory());
  // Of the timer's thread.
  private long writtenNanos;
  private boolean watched;

  private record Name(String clientId, String instance) {}

  private record Reported(VerifierReport report, long reachedNanos, long seenNanos) {
    boolean isOlderThan(Duration limit, long now) {
      return now - seenNanos > limit.toNanos();
    }

    VerifierStore.Aged aged(long now) {
      return new VerifierStore.Aged(
          report,
          Duration.ofNanos(Math.max(0, now - reachedNanos)),
          Duration.ofNanos(Math.max(0, now - seenNanos)));
    }
  }

  /** Nobody has reported yet. */
  public Verifiers(VerifierStore store, LongSupplier nanoTime) {
    this(store, nanoTime, MOST);
  }

  Verifiers(VerifierStore store, LongSupplier nanoTime, int most) {
    this.store = store;
    this.nanoTime = nanoTime;
    this.most = most;
    this.writtenNanos = nanoTime.getAsLong() - WRITE_EVERY.toNanos();
  }

  /** Writes now and then from now on. */
  // Nothing comes out of the work that a future could tell of.
  @SuppressWarnings("FutureReturnValueIgnored")
  public void start() {
    timer.scheduleWithFixedDelay(
        this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Takes a report.
   *
   * @return false if there are too many verifiers to keep another
   */
  public boolean report(VerifierReport report) {
    Name name = new Name(report.clientId(), report.instance());
    // A few too many where several come at once.
    if (reported.size() >= most && !reported.containsKey(name)) {
      return false;
    }
    long now = nanoTime.getAsLong();
    reported.merge(
        name,
        new Reported(report, now, now),
        (before, ignored) ->
            before.report().position().equals(report.position())
                ? new Reported(report, before.reachedNanos(), now)
                : new Reported(report, now, now));
    fresh.add(name);
    return true;
  }

  /** How far revocations have spread, at this server and all others. May block. */
  public VerifierReading read() {
    VerifierReading written = store.read(FORGOTTEN_AFTER);
    SortedMap<String, VerifierReading.Seen> all = new TreeMap<>();
    written.verifiers().forEach(seen -> all.put(order(seen.report()), seen));
    long nanos = nanoTime.getAsLong();
    for (Reported here : lately(nanos)) {
      VerifierReading.Seen seen = seen(here.aged(nanos), written.now());
      all.merge(
          order(here.report()), seen, (a, b) -> a.seenAt().isAfter(b.seenAt()) ? a : latest(a, b));
    }
    return new VerifierReading(
        written.head(),
        written.changedAt(),
        written.now(),
        // This one, which has no lease where it is the only one.
        Math.max(1, written.servers()),
        List.copyOf(all.values()));
  }

  private static String order(VerifierReport report) {
    return report.clientId() + " " + report.instance();
  }

  private static VerifierReading.Seen seen(VerifierStore.Aged aged, Instant now) {
    return new VerifierReading.Seen(
        aged.report(), now.minus(aged.reached()), now.minus(aged.seen()));
  }

  /** The newer one; a position counts as reached since the first report of it anywhere. */
  private static VerifierReading.Seen latest(
      VerifierReading.Seen before, VerifierReading.Seen newer) {
    boolean same = before.report().position().equals(newer.report().position());
    return same && before.reachedAt().isBefore(newer.reachedAt())
        ? new VerifierReading.Seen(newer.report(), before.reachedAt(), newer.seenAt())
        : newer;
  }

  private Collection<Reported> lately(long now) {
    return reported.values().stream()
        .filter(verifier -> !verifier.isOlderThan(FORGOTTEN_AFTER, now))
        .toList();
  }

  private void tick() {
    try {
      write();
    } catch (OutageException e) {
      // The next time will do: what was not written stays new.
    } catch (RuntimeException e) {
      LOG.warn("what verifiers reported cannot be written", e);
    }
  }

  /** Writes what is new, if it is time. */
  void write() {
    long now = nanoTime.getAsLong();
    reported.values().removeIf(verifier -> verifier.isOlderThan(FORGOTTEN_AFTER, now));
    boolean due = watched || now - writtenNanos >= WRITE_EVERY.toNanos();
    if (due && !fresh.isEmpty()) {
      List<Name> names = List.copyOf(fresh);
      // First: a report that comes from here on is new again.
      names.forEach(fresh::remove);
      writtenNanos = now;
      write(names, now);
    }
  }

  private void write(List<Name> names, long now) {
    boolean written = false;
    try {
      watched =
          store.write(
              names.stream()
                  .map(reported::get)
                  .filter(Objects::nonNull)
                  .map(verifier -> verifier.aged(now))
                  .toList(),
              FORGOTTEN_AFTER);
      written = true;
    } finally {
      if (!written) {
        fresh.addAll(names);
      }
    }
  }

  /** Stops; nothing more is written. */
  @Override
  public void close() {
    timer.close();
  }
}
