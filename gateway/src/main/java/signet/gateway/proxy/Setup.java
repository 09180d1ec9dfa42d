package signet.gateway.proxy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import signet.gateway.access.Gate;
import signet.gateway.config.GatewayConfig;
import signet.gateway.header.RequestHeaders;
import signet.gateway.header.Trailers;
import signet.gateway.live.LiveConnections;
import signet.gateway.observe.AccessLog;
import signet.gateway.observe.GatewayMetrics;
import signet.gateway.route.Routes;
import signet.gateway.upstream.Upstream;
import signet.gateway.upstream.UpstreamClients;
import signet.jose.jwt.VerifiedJwt;
import signet.runtime.address.AddressRange;
import signet.runtime.address.TrustedProxies;

/**
 * What one configuration comes to. Requests that began under it end under it; a reload puts another
 * in its place. Immutable.
 */
public final class Setup {
  private final GatewayConfig config;
  private final Routes routes;
  private final Gate gate;
  private final RequestHeaders requestHeaders;
  private final Trailers trailers;
  private final TrustedProxies proxies;
  private final Map<String, Upstream> upstreams;
  private final Map<String, UpstreamClients.Trust> trust;
  private final Predicate<VerifiedJwt> revoked;
  private final LiveConnections live;
  private final AccessLog accessLog;
  private final GatewayMetrics metrics;
  private final Pipeline pipeline;

  /**
   * A configuration at work.
   *
   * @param revoked whether a token that was accepted is revoked by now
   * @param live where connections stand that end with their token
   * @throws signet.runtime.start.StartupException if a file of an upstream cannot be read
   */
  public Setup(
      GatewayConfig config,
      Gate gate,
      Predicate<VerifiedJwt> revoked,
      LiveConnections live,
      AccessLog accessLog,
      GatewayMetrics metrics) {
    this.config = config;
    this.routes = Routes.of(config.routes());
    this.gate = gate;
    this.requestHeaders = new RequestHeaders(config.stripHeaders());
    this.trailers = new Trailers(requestHeaders);
    this.proxies = new TrustedProxies(config.proxies().trusted(), config.proxies().header());
    this.upstreams = new LinkedHashMap<>();
    this.trust = new LinkedHashMap<>();
    config
        .upstreams()
        .forEach(
            settings -> {
              upstreams.put(settings.name(), new Upstream(settings, System::nanoTime));
              trust.put(settings.name(), UpstreamClients.Trust.read(settings));
            });
    this.revoked = revoked;
    this.live = live;
    this.accessLog = accessLog;
    this.metrics = metrics;
    this.pipeline = new Pipeline(this);
  }

  /** The settings. */
  public GatewayConfig config() {
    return config;
  }

  /** The routes. */
  public Routes routes() {
    return routes;
  }

  /** Who judges requests. */
  public Gate gate() {
    return gate;
  }

  /** Who may say where a request came from. */
  public TrustedProxies proxies() {
    return proxies;
  }

  /** All upstreams. */
  public List<Upstream> upstreams() {
    return List.copyOf(upstreams.values());
  }

  Upstream upstream(String name) {
    Upstream upstream = upstreams.get(name);
    if (upstream == null) {
      throw new IllegalStateException("no upstream " + name);
    }
    return upstream;
  }

  UpstreamClients.Trust trust(String upstream) {
    UpstreamClients.Trust files = trust.get(upstream);
    if (files == null) {
      throw new IllegalStateException("no upstream " + upstream);
    }
    return files;
  }

  /**
   * Whether a file of an upstream's TLS has changed, and can be used, since this was last asked;
   * blocks on the disk.
   */
  public boolean filesHaveChanged() {
    boolean changed = false;
    for (UpstreamClients.Trust files : trust.values()) {
      changed |= files.hasChanged();
    }
    return changed;
  }

  RequestHeaders requestHeaders() {
    return requestHeaders;
  }

  Trailers trailers() {
    return trailers;
  }

  boolean isRevoked(VerifiedJwt jwt) {
    return revoked.test(jwt);
  }

  LiveConnections live() {
    return live;
  }

  AccessLog accessLog() {
    return accessLog;
  }

  GatewayMetrics metrics() {
    return metrics;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  /** Whether a peer's {@code Txn-Token} names a transaction that goes on. */
  boolean mayContinue(String peer) {
    for (AddressRange range : config.proxies().continueTransactions()) {
      if (range.contains(peer)) {
        return true;
      }
    }
    return false;
  }
}
