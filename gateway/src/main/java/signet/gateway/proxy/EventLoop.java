package signet.gateway.proxy;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import signet.gateway.observe.AccessLog;
import signet.gateway.upstream.Upstream;
import signet.gateway.upstream.UpstreamClients;

/**
 * What belongs to one event loop alone: its connections to upstreams, what is under way, and the
 * time, read a few times a second. Used on that event loop only.
 */
final class EventLoop {
  private static final long TICK_MILLIS = 100;

  private final Vertx vertx;
  private final Context context;
  private final AtomicInteger inFlight;
  private final Map<Upstream, UpstreamClients> clients = new HashMap<>();
  private final AccessLog.Writer accessLog;
  private @Nullable Timed first;
  private long nowNanos = System.nanoTime();

  EventLoop(Vertx vertx, AccessLog accessLog, AtomicInteger inFlight) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.inFlight = inFlight;
    this.accessLog = accessLog.writer();
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
  }

  /** Monotonic time, at most a tick old. */
  long nowNanos() {
    return nowNanos;
  }

  AccessLog.Writer accessLog() {
    return accessLog;
  }

  /** How many requests all event loops have at this moment, and may change. */
  AtomicInteger inFlight() {
    return inFlight;
  }

  /** Runs something here. */
  void execute(Runnable task) {
    context.runOnContext(nothing -> task.run());
  }

  /** The connections to an upstream. */
  UpstreamClients clients(Setup setup, Upstream upstream) {
    UpstreamClients known = clients.get(upstream);
    if (known == null) {
      known =
          UpstreamClients.open(
              vertx,
              upstream.settings(),
              setup.trust(upstream.settings().name()),
              setup.config().limits().connect(),
              setup.config().limits().webSocketMessageBytes());
      clients.put(upstream, known);
    }
    return known;
  }

  /** Lets go of the connections to upstreams of a configuration that was replaced. */
  void forget(Setup old) {
    for (Upstream upstream : old.upstreams()) {
      UpstreamClients gone = clients.remove(upstream);
      if (gone != null) {
        // A request that goes on under the old configuration goes on; a WebSocket may do so for
        // long.
        gone.retire();
      }
    }
  }

  void add(Timed timed) {
    timed.listed = true;
    timed.next = first;
    if (first != null) {
      first.previous = timed;
    }
    first = timed;
  }

  void remove(Timed timed) {
    if (!timed.listed) {
      return;
    }
    timed.listed = false;
    Timed before = timed.previous;
    Timed after = timed.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after != null) {
      after.previous = before;
    }
    timed.previous = null;
    timed.next = null;
  }

  private void tick() {
    nowNanos = System.nanoTime();
    accessLog.flush();
    for (Timed timed = first; timed != null; ) {
      Timed after = timed.next;
      timed.tick(nowNanos);
      timed = after;
    }
  }

  /** Ends what would not end by itself. */
  void drain() {
    for (Timed timed = first; timed != null; ) {
      Timed after = timed.next;
      timed.drain();
      timed = after;
    }
  }
}
