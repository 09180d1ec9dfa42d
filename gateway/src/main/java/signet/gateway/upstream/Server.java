package signet.gateway.upstream;

import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.gateway.config.GatewayConfig.UpstreamAddress;

/**
 * One server of an upstream, and how it has done lately. After three failures in a row it is left
 * alone, longer each time; a failing health check takes it out until one succeeds. Thread-safe.
 */
public final class Server {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final int FAILURES_IN_A_ROW = 3;
  private static final long FIRST_PAUSE_NANOS = 2_000_000_000L;
  private static final int MOST_DOUBLINGS = 4;

  private final UpstreamAddress address;
  private final SocketAddress socket;
  private final LongSupplier nanoTime;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  private volatile boolean tried;
  private volatile boolean unhealthy;
  private volatile boolean ejected;
  private volatile long ejectedUntilNanos;

  Server(UpstreamAddress address, LongSupplier nanoTime) {
    this.address = address;
    this.socket = SocketAddress.inetSocketAddress(address.port(), address.host());
    this.nanoTime = nanoTime;
  }

  /** Where it is. */
  public UpstreamAddress address() {
    return address;
  }

  /** The same, as connections want it. */
  public SocketAddress socket() {
    return socket;
  }

  /** Whether requests should go there. */
  public boolean isUsable() {
    return !unhealthy && (!ejected || nanoTime.getAsLong() - ejectedUntilNanos >= 0);
  }

  /** How it stands, as health checks write it. */
  public String word() {
    if (!isUsable()) {
      return "down";
    }
    return tried ? "up" : "untried";
  }

  /** How many requests it has at this moment. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Counts a request that goes there. */
  public void began() {
    inFlight.incrementAndGet();
  }

  /** Counts a request as ended, however. */
  public void ended() {
    inFlight.decrementAndGet();
  }

  /** It has answered. */
  public void succeeded() {
    // Read first: writing for each request would make all event loops wait for one cache line.
    if (!tried) {
      tried = true;
    }
    if (failures.get() != 0) {
      failures.set(0);
      ejected = false;
    }
  }

  /** It could not be reached, or did not answer as HTTP does. */
  public void failed() {
    tried = true;
    int inARow = failures.incrementAndGet();
    if (inARow >= FAILURES_IN_A_ROW) {
      int doublings = Math.min(inARow - FAILURES_IN_A_ROW, MOST_DOUBLINGS);
      ejectedUntilNanos = nanoTime.getAsLong() + (FIRST_PAUSE_NANOS << doublings);
      if (!ejected) {
        LOG.warn("{} has failed {} times in a row: left alone for a while", address, inARow);
      }
      ejected = true;
    }
  }

  /** What a health check has found. */
  void checked(boolean healthy) {
    if (unhealthy == healthy) {
      LOG.warn("{} is {}", address, healthy ? "healthy again" : "not healthy");
    }
    unhealthy = !healthy;
    if (healthy) {
      succeeded();
    }
  }
}
