package signet.server.endpoint;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.runtime.framing.FramingGuard;
import signet.runtime.tls.TlsCertificate;
import signet.runtime.tls.TlsHandshake;
import signet.runtime.tls.TlsVersions;

/**
 * Listens for HTTP on an address or a Unix socket. It binds first and serves when told to, so that
 * the port is known before the answers are; until then everything is answered 503.
 */
public final class HttpListener {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
  private static final int IDLE_TIMEOUT_SECONDS = 60;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final int MAX_REQUEST_LINE_BYTES = 4 * 1024;
  private static final Duration MAX_HEAD_TIME = Duration.ofSeconds(15);
  private static final int MAX_STREAMS = 100;

  private static final AtomicInteger FREE_PORTS = new AtomicInteger();

  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private volatile Handler<HttpServerRequest> handler = HttpListener::notReady;

  private final AtomicInteger connections = new AtomicInteger();
  private final int maxConnections;

  private HttpListener(int maxConnections) {
    this.maxConnections = maxConnections;
  }

  /**
   * Binds.
   *
   * @param port 0 takes a free one
   * @param eventLoops how many threads share the connections
   * @param maxConnections more are closed at once
   * @param tls empty for plain HTTP; HTTP/2 is offered over TLS
   * @throws CompletionException with the cause if it cannot
   */
  public static HttpListener onPort(
      Vertx vertx,
      String host,
      int port,
      int eventLoops,
      int maxConnections,
      Optional<TlsCertificate.PemPair> tls) {
    HttpServerOptions options = options();
    tls.ifPresent(
        pair ->
            options
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setEnabledSecureTransportProtocols(TlsVersions.SPOKEN)
                .setKeyCertOptions(keyCertificate(pair)));
    // A negative port is Vert.x's word for one free port, shared by all servers that say the same.
    int shared = port == 0 ? FREE_PORTS.decrementAndGet() : port;
    return bind(vertx, options, server -> server.listen(shared, host), eventLoops, maxConnections);
  }

  /**
   * Binds to a Unix socket at that path, where nothing must be.
   *
   * @param maxConnections more are closed at once
   * @throws CompletionException with the cause if it cannot
   */
  public static HttpListener onSocket(Vertx vertx, String path, int maxConnections) {
    return bind(
        vertx,
        options(),
        server -> server.listen(SocketAddress.domainSocketAddress(path)),
        1,
        maxConnections);
  }

  private static HttpListener bind(
      Vertx vertx,
      HttpServerOptions options,
      Function<HttpServer, Future<HttpServer>> listen,
      int eventLoops,
      int maxConnections) {
    HttpListener listener = new HttpListener(maxConnections);
    // Each instance is given an event loop of its own.
    Supplier<Deployable> instance =
        () ->
            new VerticleBase() {
              @Override
              public Future<?> start() {
                return listen.apply(listener.addServer(vertx, options));
              }
            };
    join(vertx.deployVerticle(instance, new DeploymentOptions().setInstances(eventLoops)));
    return listener;
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setIdleTimeout(IDLE_TIMEOUT_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setSslHandshakeTimeout(TlsHandshake.MAX_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
        .setHandle100ContinueAutomatically(true)
        .setHttp2ClearTextEnabled(false)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(MAX_STREAMS)
                .setMaxHeaderListSize(MAX_HEADER_BYTES));
  }

  private static PemKeyCertOptions keyCertificate(TlsCertificate.PemPair pair) {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(pair.certificate()))
        .addKeyValue(Buffer.buffer(pair.key()));
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

  private HttpServer addServer(Vertx vertx, HttpServerOptions options) {
    HttpServer server =
        vertx
            .createHttpServer(options)
            .connectionHandler(this::admit)
            .requestHandler(request -> handler.handle(request));
    servers.add(server);
    return server;
  }

  private void admit(HttpConnection connection) {
    connection.closeHandler(closed -> connections.decrementAndGet());
    if (connections.incrementAndGet() > maxConnections) {
      connection.close();
      return;
    }
    // Vert.x shows bytes to nobody, so this reaches below it; the tests of framing hold it.
    if (connection instanceof HttpServerConnection known) {
      FramingGuard.before(
          known.channelHandlerContext().pipeline(),
          MAX_REQUEST_LINE_BYTES + MAX_HEADER_BYTES,
          MAX_HEAD_TIME);
    }
  }

  private static void notReady(HttpServerRequest request) {
    String correlationId =
        TraceContext.next(request.headers().getAll("traceparent")).correlationId();
    Reply reply =
        Reply.problem(Problem.NOT_READY, "", correlationId).withHeader("Retry-After", "1");
    HttpServerResponse response = request.response().setStatusCode(reply.status());
    reply.headers().forEach(response::putHeader);
    response.end(reply.body());
  }

  /** The port that was bound. */
  public int port() {
    return servers.getFirst().actualPort();
  }

  /** Answers requests from now on. */
  public void serve(Handler<HttpServerRequest> requests) {
    handler = requests;
  }

  /** Accepts nothing more, and waits for requests in flight, up to that time. */
  public void shutdown(Duration grace) {
    List<Future<Void>> stops =
        servers.stream()
            .map(server -> server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS))
            .toList();
    stops.forEach(HttpListener::join);
  }

  private static <T> void join(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }
}
