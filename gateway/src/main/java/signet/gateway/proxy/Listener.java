package signet.gateway.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.gateway.config.GatewayConfig;
import signet.gateway.framing.RequestTrailers;
import signet.gateway.observe.AccessLog;
import signet.runtime.framing.FramingGuard;
import signet.runtime.tls.TlsCertificate;
import signet.runtime.tls.TlsHandshake;
import signet.runtime.tls.TlsVersions;

/**
 * Takes requests in, on several event loops. It binds first and serves when it is given a setup;
 * until then everything is answered 503. Thread-safe.
 */
public final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final int IDLE_SECONDS = 75;

  private static final int MAX_STREAMS = 128;

  private static final AtomicInteger FREE_PORTS = new AtomicInteger(-10_000);

  private final GatewayConfig config;
  private final AccessLog accessLog;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final List<EventLoop> loops = new CopyOnWriteArrayList<>();
  private volatile @Nullable Setup setup;

  private Listener(GatewayConfig config, AccessLog accessLog) {
    this.config = config;
    this.accessLog = accessLog;
  }

  /**
   * Binds.
   *
   * @param tls empty for plain HTTP; HTTP/2 is offered over TLS
   * @throws CompletionException with the cause if it cannot
   */
  public static Listener bind(
      Vertx vertx,
      GatewayConfig config,
      Optional<TlsCertificate.PemPair> tls,
      AccessLog accessLog) {
    Listener listener = new Listener(config, accessLog);
    HttpServerOptions options = options(config.limits());
    tls.ifPresent(
        pair ->
            options
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setEnabledSecureTransportProtocols(TlsVersions.SPOKEN)
                .setKeyCertOptions(keyCertificate(pair)));
    int port = config.listen().port();
    // A negative port is Vert.x's word for one free port, shared by all servers that say the same.
    int shared = port == 0 ? FREE_PORTS.decrementAndGet() : port;
    Supplier<Deployable> instance =
        () ->
            new VerticleBase() {
              @Override
              public Future<?> start() {
                return listener.open(vertx, options).listen(shared, config.listen().host());
              }
            };
    join(
        vertx.deployVerticle(
            instance, new DeploymentOptions().setInstances(config.listen().workers())));
    return listener;
  }

  private static HttpServerOptions options(GatewayConfig.Limits limits) {
    return new HttpServerOptions()
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setSslHandshakeTimeout(TlsHandshake.MAX_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setMaxHeaderSize(limits.headerBytes())
        .setMaxInitialLineLength(limits.headerBytes())
        // HttpForwarding does, once nothing speaks against the request.
        .setHandle100ContinueAutomatically(false)
        .setHttp2ClearTextEnabled(false)
        .setMaxWebSocketMessageSize(limits.webSocketMessageBytes())
        .setMaxWebSocketFrameSize(limits.webSocketMessageBytes())
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        // Whichever the request offers: by then it offers the one that was chosen.
        .setWebSocketSubProtocols(List.of("*"))
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(MAX_STREAMS)
                .setMaxHeaderListSize(limits.headerBytes()));
  }

  private static PemKeyCertOptions keyCertificate(TlsCertificate.PemPair pair) {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(pair.certificate()))
        .addKeyValue(Buffer.buffer(pair.key()));
  }

  private HttpServer open(Vertx vertx, HttpServerOptions options) {
    EventLoop loop = new EventLoop(vertx, accessLog, inFlight);
    HttpServer server =
        vertx
            .createHttpServer(options)
            .connectionHandler(this::admit)
            .invalidRequestHandler(Listener::refuseUnreadable)
            .requestHandler(request -> handle(loop, request));
    servers.add(server);
    loops.add(loop);
    return server;
  }

  private void admit(HttpConnection connection) {
    connection.closeHandler(closed -> connections.decrementAndGet());
    if (connections.incrementAndGet() > config.limits().connections()) {
      connection.close();
      return;
    }
    ChannelHandlerContext channel = channel(connection);
    if (channel != null) {
      FramingGuard.before(
          channel.pipeline(), config.limits().headerBytes(), config.limits().head());
      RequestTrailers.keep(channel);
    }
  }

  /** Vert.x shows bytes to nobody, so this reaches below it; the tests of framing hold it. */
  private static @Nullable ChannelHandlerContext channel(HttpConnection connection) {
    return connection instanceof HttpServerConnection known ? known.channelHandlerContext() : null;
  }

  /** The guard of a request's connection, where it has one. */
  static Optional<FramingGuard> guardOf(HttpServerRequest request) {
    ChannelHandlerContext channel = channel(request.connection());
    return channel == null
        ? Optional.empty()
        : Optional.ofNullable(channel.pipeline().get(FramingGuard.class));
  }

  private void handle(EventLoop loop, HttpServerRequest request) {
    Setup current = setup;
    Supplier<List<Map.Entry<String, String>>> trailers = trailersOf(request);
    inFlight.incrementAndGet();
    if (current == null) {
      inFlight.decrementAndGet();
      answer(request, Problem.STOPPING);
      return;
    }
    new Exchange(current, loop, request, trailers).proceed();
  }

  /** To be asked once the body has ended. */
  private static Supplier<List<Map.Entry<String, String>>> trailersOf(HttpServerRequest request) {
    ChannelHandlerContext channel = channel(request.connection());
    RequestTrailers kept = channel == null ? null : RequestTrailers.of(channel);
    if (kept == null) {
      return List::of;
    }
    long number = kept.begin(request.response().streamId());
    return () -> kept.take(number);
  }

  private static void refuseUnreadable(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    String problem = cause == null ? "" : cause.getClass().getSimpleName();
    answer(
        request,
        switch (problem) {
          case "TooLongHttpLineException" -> Problem.TARGET_TOO_LONG;
          case "TooLongHttpHeaderException" -> Problem.HEADERS_TOO_LARGE;
          default -> Problem.BAD_REQUEST;
        });
  }

  private static void answer(HttpServerRequest request, Problem problem) {
    request.response().setStatusCode(problem.status()).putHeader("Connection", "close");
    if (problem.status() == 503) {
      request.response().putHeader("Retry-After", "1");
    }
    request
        .response()
        .putHeader("Content-Type", "application/problem+json")
        .end(problem.body("none"));
  }

  /** Judges requests by that setup from now on; those under way end as they began. */
  public void serve(Setup next) {
    Setup old = setup;
    setup = next;
    if (old != null) {
      loops.forEach(loop -> loop.execute(() -> loop.forget(old)));
    }
  }

  /** Shows that certificate in handshakes from now on; connections that are open stay so. */
  public void present(TlsCertificate.PemPair pair) {
    for (HttpServer server : servers) {
      ServerSSLOptions options =
          new ServerSSLOptions()
              .setUseAlpn(true)
              .setApplicationLayerProtocols(List.of("h2", "http/1.1"))
              .setEnabledSecureTransportProtocols(TlsVersions.SPOKEN)
              .setKeyCertOptions(keyCertificate(pair));
      server
          .updateSSLOptions(options)
          .onFailure(e -> LOG.warn("the new certificate could not be put to use"));
    }
  }

  /** The port that was bound. */
  public int port() {
    return servers.get(0).actualPort();
  }

  /** How many requests are under way. */
  public int requestsInFlight() {
    return inFlight.get();
  }

  /** How many connections are open. */
  public int connections() {
    return connections.get();
  }

  /** Accepts nothing more, ends streams, and waits for requests under way, up to that time. */
  public void shutdown(Duration grace) {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    loops.forEach(loop -> loop.execute(loop::drain));
    List<Future<Void>> stops =
        servers.stream()
            .map(server -> server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS))
            .toList();
    stops.forEach(Listener::join);
    loops.forEach(loop -> loop.execute(() -> loop.accessLog().flush()));
  }

  private static <T> void join(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }
}
