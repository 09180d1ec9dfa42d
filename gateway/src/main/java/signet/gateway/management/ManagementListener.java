package signet.gateway.management;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.runtime.address.AddressRange;
import signet.runtime.tls.TlsHandshake;

/**
 * Listens where only listed addresses are answered, and who shows a certificate that can be
 * checked: what is handed out here is not for strangers. It binds first; paths are answered once
 * they are given. Thread-safe.
 */
public final class ManagementListener {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementListener.class);
  private static final long FILES_CHECK_MILLIS = 5_000;
  private static final int MAX_HEADER_BYTES = 32 * 1024;
  private static final int IDLE_SECONDS = 60;

  private final HttpServer server;
  private final List<AddressRange> allowed;
  private volatile Map<String, Handler<HttpServerRequest>> places = Map.of();

  private ManagementListener(Vertx vertx, List<AddressRange> allowed, Optional<ManagementTls> tls) {
    this.allowed = allowed;
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_HEADER_BYTES)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setSslHandshakeTimeout(TlsHandshake.MAX_SECONDS)
            .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
            .setHttp2ClearTextEnabled(false);
    tls.ifPresent(files -> files.apply(options));
    this.server = vertx.createHttpServer(options).requestHandler(this::handle);
    tls.ifPresent(files -> watch(vertx, files));
  }

  private void watch(Vertx vertx, ManagementTls files) {
    vertx.setPeriodic(
        FILES_CHECK_MILLIS,
        timer ->
            vertx.executeBlocking(files::newer).onSuccess(newer -> newer.ifPresent(this::use)));
  }

  private void use(ServerSSLOptions options) {
    server
        .updateSSLOptions(options)
        .onFailure(e -> LOG.warn("the new files of management.tls could not be put to use"));
  }

  /**
   * Binds.
   *
   * @param port 0 takes a free one
   * @param allowed whose requests are answered; of all others only those with a certificate that
   *     {@code tls} lets be checked, the rest get 403
   * @param tls empty for plain HTTP
   * @throws CompletionException with the cause if it cannot
   */
  public static ManagementListener bind(
      Vertx vertx, String host, int port, List<AddressRange> allowed, Optional<ManagementTls> tls) {
    ManagementListener listener = new ManagementListener(vertx, allowed, tls);
    join(listener.server.listen(port, host));
    return listener;
  }

  /**
   * Answers those paths from now on, by handlers that must not block. A path that ends with {@code
   * /*} stands for all below its one segment, and for every method; others for GET and HEAD.
   */
  public void serve(Map<String, Handler<HttpServerRequest>> handlers) {
    places = Map.copyOf(new LinkedHashMap<>(handlers));
  }

  private void handle(HttpServerRequest request) {
    String peer = Objects.requireNonNullElse(request.remoteAddress().hostAddress(), "");
    if (allowed.stream().noneMatch(range -> range.contains(peer)) && !hasCertificate(request)) {
      end(request, 403);
      return;
    }
    String path = request.path();
    Handler<HttpServerRequest> place = path == null ? null : places.get(path);
    Handler<HttpServerRequest> folder = path == null ? null : places.get(folderOf(path));
    if (place == null && folder != null) {
      folder.handle(request);
    } else if (place == null) {
      end(request, 404);
    } else if (!request.method().equals(HttpMethod.GET)
        && !request.method().equals(HttpMethod.HEAD)) {
      request.response().putHeader("Allow", "GET, HEAD");
      end(request, 405);
    } else {
      place.handle(request);
    }
  }

  /** One that was checked: with any other there is no connection. */
  private static boolean hasCertificate(HttpServerRequest request) {
    SSLSession session = request.sslSession();
    try {
      return session != null && session.getPeerCertificates().length > 0;
    } catch (SSLPeerUnverifiedException e) {
      return false;
    }
  }

  private static String folderOf(String path) {
    int end = path.indexOf('/', 1);
    return end < 0 ? "" : path.substring(0, end) + "/*";
  }

  private static void end(HttpServerRequest request, int status) {
    request.response().setStatusCode(status).end();
  }

  /** Answers with JSON that nobody keeps. */
  public static void json(HttpServerRequest request, int status, String body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(body);
  }

  /** The port that was bound. */
  public int port() {
    return server.actualPort();
  }

  /** Accepts nothing more. */
  public void close() {
    join(server.shutdown(0, TimeUnit.MILLISECONDS));
  }

  private static <T> void join(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }
}
