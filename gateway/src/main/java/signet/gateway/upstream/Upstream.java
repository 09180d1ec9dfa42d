package signet.gateway.upstream;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import signet.gateway.config.GatewayConfig.UpstreamSettings;

/** Servers that do the same, of which the one with the fewest requests is asked. Thread-safe. */
public final class Upstream {
  private final UpstreamSettings settings;
  private final Server[] servers;

  /** The upstream of those settings, with monotonic time for pauses. */
  public Upstream(UpstreamSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.servers =
        settings.addresses().stream()
            .map(address -> new Server(address, nanoTime))
            .toArray(Server[]::new);
  }

  /** What the configuration says of it. */
  public UpstreamSettings settings() {
    return settings;
  }

  /** All of its servers. */
  public List<Server> servers() {
    return List.of(servers);
  }

  /**
   * The server to ask: of those that are usable the one with the fewest requests. Where none is
   * usable all are tried, since what is known of them may be out of date.
   *
   * @param except was asked before, and is asked again only where there is no other; null for none
   */
  public Server choose(@Nullable Server except) {
    if (servers.length == 1) {
      return servers[0];
    }
    Server best = fewest(except, true);
    if (best == null) {
      best = fewest(except, false);
    }
    return best == null ? servers[0] : best;
  }

  private @Nullable Server fewest(@Nullable Server except, boolean onlyUsable) {
    Server best = null;
    int offset = ThreadLocalRandom.current().nextInt(servers.length);
    for (int i = 0; i < servers.length; i++) {
      Server server = servers[(i + offset) % servers.length];
      if (server != except
          && (!onlyUsable || server.isUsable())
          && (best == null || server.inFlight() < best.inFlight())) {
        best = server;
      }
    }
    return best;
  }
}
