package signet.gateway;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.health.ServiceHealth;
import signet.gateway.config.GatewayConfig;
import signet.gateway.live.LiveConnections;
import signet.gateway.management.Health;
import signet.gateway.management.ManagementListener;
import signet.gateway.management.ManagementTls;
import signet.gateway.observe.AccessLog;
import signet.gateway.observe.GatewayMetrics;
import signet.gateway.proxy.Listener;
import signet.gateway.upstream.HealthChecks;
import signet.runtime.crypto.CryptoProvider;
import signet.runtime.start.ResourceStack;
import signet.runtime.start.StartupException;
import signet.runtime.tls.TlsCertificate;

/**
 * A running gateway. This class wires it, from top to bottom; what a reload replaces is wired by
 * {@link Working}. Thread-safe.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final long CERTIFICATE_CHECK_MILLIS = 5_000;
  private static final long EXPIRY_CHECK_MILLIS = 100;
  private static final long TOKEN_CHECK_MILLIS = 1_000;

  /** A replaced configuration stays at least until what began under it is over, or has lasted. */
  private static final long RETIREMENT_MILLIS = 2_000;

  private final ResourceStack resources;
  private final GatewayConfig first;
  private final Vertx vertx;
  private final Listener listener;
  private final ManagementListener management;
  private final GatewayMetrics metrics;
  private final AccessLog accessLog;
  private final Lasting lasting;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private volatile @Nullable Working working;

  /** Configurations that were replaced, while requests may go on under them. */
  private final Set<Working> retired = ConcurrentHashMap.newKeySet();

  private Gateway(
      GatewayConfig config,
      ResourceStack resources,
      Vertx vertx,
      InstantSource clock,
      OutputStream standardOutput) {
    this.first = config;
    this.resources = resources;
    this.vertx = vertx;
    this.metrics = resources.add(new GatewayMetrics());
    this.accessLog = resources.add(accessLog(config, standardOutput, resources));
    DpopVerifier proofs = DpopVerifier.builder().clock(clock).build();
    this.lasting = new Lasting(clock, proofs, new LiveConnections(), accessLog, metrics);
    Optional<TlsCertificate> certificate =
        config.listen().tls().map(files -> new TlsCertificate(files.certificate(), files.key()));
    this.listener = listen(certificate);
    certificate.ifPresent(this::watch);
    watchUpstreams();
    this.management = manage();
  }

  /**
   * Starts a gateway; it answers requests when this returns. Whether it can judge tokens by then,
   * its readiness says.
   *
   * @param standardOutput where the access log goes if it goes to no file; not closed
   * @throws StartupException if it cannot start; nothing is left open then
   */
  public static Gateway start(GatewayConfig config, OutputStream standardOutput) {
    return start(config, InstantSource.system(), standardOutput);
  }

  /** With the clock of tokens, for tests. */
  static Gateway start(GatewayConfig config, InstantSource clock, OutputStream standardOutput) {
    CryptoProvider.install();
    ResourceStack resources = new ResourceStack();
    try {
      Vertx vertx = newVertx(config.listen().workers());
      resources.add(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
      Gateway gateway = new Gateway(config, resources, vertx, clock, standardOutput);
      gateway.serve();
      return gateway;
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  private static Vertx newVertx(int workers) {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(workers)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  private static AccessLog accessLog(
      GatewayConfig config, OutputStream standardOutput, ResourceStack resources) {
    if (!config.accessLog().enabled()) {
      return new AccessLog(null);
    }
    if (config.accessLog().file().isEmpty()) {
      return new AccessLog(standardOutput);
    }
    try {
      return new AccessLog(
          resources.add(
              Files.newOutputStream(
                  config.accessLog().file().get(),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.APPEND)));
    } catch (IOException e) {
      throw StartupException.surroundings(
          "the file of access-log.file cannot be written: check its folder and permissions", e);
    }
  }

  private Listener listen(Optional<TlsCertificate> certificate) {
    try {
      return Listener.bind(vertx, first, certificate.map(TlsCertificate::first), accessLog);
    } catch (CompletionException e) {
      throw cannotListen(first.listen().host(), first.listen().port(), "--port or --host", e);
    }
  }

  private ManagementListener manage() {
    GatewayConfig.Management settings = first.management();
    try {
      return ManagementListener.bind(
          vertx,
          settings.host(),
          settings.port(),
          settings.allow(),
          settings.tls().map(ManagementTls::new));
    } catch (CompletionException e) {
      throw cannotListen(settings.host(), settings.port(), "--management-port", e);
    }
  }

  private static StartupException cannotListen(
      String host, int port, String option, CompletionException e) {
    return StartupException.surroundings(
        "cannot listen on "
            + host
            + " port "
            + port
            + ": another process may have it; stop that one or choose another with "
            + option,
        e.getCause());
  }

  private void watch(TlsCertificate files) {
    vertx.setPeriodic(
        CERTIFICATE_CHECK_MILLIS,
        timer ->
            vertx
                .executeBlocking(files::newer)
                .onSuccess(newer -> newer.ifPresent(listener::present)));
  }

  /** What has changed in files of upstreams is put to use as a whole configuration is. */
  private void watchUpstreams() {
    vertx.setPeriodic(
        CERTIFICATE_CHECK_MILLIS,
        timer -> vertx.executeBlocking(this::reloadIfFilesChanged).onFailure(Gateway::notReloaded));
  }

  private boolean reloadIfFilesChanged() {
    Working now = working;
    if (now == null || stopping.get() || !now.setup().filesHaveChanged()) {
      return false;
    }
    reload(now.config());
    return true;
  }

  private static void notReloaded(Throwable e) {
    // No cause: its message may quote the file.
    LOG.error("the changed files of an upstream's tls could not be put to use");
  }

  private void serve() {
    Working begun = Working.begin(first, lasting);
    LiveConnections live = lasting.live();
    working = begun;
    resources.add(this::endWorking);
    metrics.watch(accessLog);
    metrics.gauge(
        "signet.gateway.requests.in.flight", "Requests under way", listener::requestsInFlight);
    metrics.gauge("signet.gateway.connections", "Open connections", listener::connections);
    metrics.gauge(
        "signet.gateway.live.connections",
        "WebSockets, event streams and lasting requests, which end with their token",
        live::size);
    vertx.setPeriodic(EXPIRY_CHECK_MILLIS, timer -> live.expire(lasting.clock().millis()));
    TokenWatch watch = new TokenWatch();
    vertx.setPeriodic(
        TOKEN_CHECK_MILLIS, timer -> watch.check(current().health()).ifPresent(LOG::warn));
    resources.add(() -> management.close());
    management.serve(places());
    resources.add(() -> listener.shutdown(first.limits().drain()));
    listener.serve(begun.setup());
    begun.checkUpstreams(new HealthChecks(vertx), vertx);
    LOG.atInfo()
        .addKeyValue("url", url())
        .addKeyValue("management_url", managementUrl())
        .addKeyValue("routes", first.routes().size())
        .log("ready");
  }

  private Map<String, Handler<HttpServerRequest>> places() {
    Supplier<ServiceHealth> tokens = () -> current().health();
    Health health = new Health(() -> !stopping.get(), tokens, () -> current().setup().upstreams());
    Map<String, Handler<HttpServerRequest>> places = new LinkedHashMap<>();
    places.put("/health/live", health::live);
    places.put("/health/ready", health::ready);
    places.put("/health/keys", health::keys);
    Handler<HttpServerRequest> verify = request -> current().forwardAuth().handle(request);
    places.put("/verify", verify);
    // Envoy puts the path that it asks about behind ours, and keeps the method.
    places.put("/verify/*", verify);
    places.put(
        "/.well-known/jwks.json",
        request ->
            current()
                .keySet()
                .ifPresentOrElse(
                    keys -> keys.handle(request),
                    () -> request.response().setStatusCode(404).end()));
    places.put(
        "/metrics",
        request -> {
          request
              .response()
              .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
              .end(metrics.scrape());
        });
    return places;
  }

  /** Begins to write the access log; until then its lines are kept back. To be called once. */
  public void beginAccessLog() {
    accessLog.begin();
  }

  private Working current() {
    Working now = working;
    if (now == null) {
      throw new IllegalStateException("not started");
    }
    return now;
  }

  /**
   * Puts another configuration in the place of the one in use. Requests under way end as they
   * began, and no connection is closed.
   *
   * @return what does not take effect before a restart, a line each
   * @throws StartupException if it cannot be used; the old one stays in use then
   */
  public synchronized List<String> reload(GatewayConfig config) {
    Working old = current();
    Working next = old.next(config, lasting);
    working = next;
    listener.serve(next.setup());
    next.checkUpstreams(new HealthChecks(vertx), vertx);
    retired.add(old);
    vertx.setTimer(
        Math.max(RETIREMENT_MILLIS, first.limits().drain().toMillis()),
        timer -> Thread.ofVirtual().start(() -> end(old)));
    LOG.info("the configuration was read again and is in use");
    return Reloading.onlyAtRestart(first, config);
  }

  private void endWorking() {
    retired.forEach(this::end);
    current().close();
  }

  /** Ends a configuration that was replaced, once. */
  private void end(Working old) {
    if (retired.remove(old)) {
      old.close();
    }
  }

  /** Where it listens, such as {@code http://localhost:8421}. */
  public String url() {
    String scheme = first.listen().tls().isPresent() ? "https" : "http";
    return url(scheme, first.listen().host(), listener.port());
  }

  /** Where health, metrics, keys and forward-auth are. */
  public String managementUrl() {
    String scheme = first.management().tls().isPresent() ? "https" : "http";
    return url(scheme, first.management().host(), management.port());
  }

  /** A loopback address is shown as localhost. */
  private static String url(String scheme, String host, int port) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
        return scheme + "://localhost:" + port;
      }
    } catch (UnknownHostException e) {
      // It was resolved a moment ago, to bind to it.
    }
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /**
   * Stops: accepts nothing more, closes WebSockets and event streams, waits for requests under way
   * for as long as the configuration grants. Does nothing a second time.
   */
  @Override
  public void close() {
    if (stopping.compareAndSet(false, true)) {
      LOG.info("stopping");
      resources.close();
      LOG.info("stopped");
    }
  }
}
