package signet.gateway.management;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import signet.runtime.address.AddressRange;

/**
 * Listens where only listed addresses are answered: what is handed out here is not for strangers.
 * It binds first; paths are answered once they are given. Thread-safe.
 */
public final class ManagementListener {
  private static final int MAX_HEADER_BYTES = 32 * 1024;
  private static final int IDLE_SECONDS = 60;

  private final HttpServer server;
  private final List<AddressRange> allowed;
  private volatile Map<String, Handler<HttpServerRequest>> places = Map.of();

  private ManagementListener(Vertx vertx, List<AddressRange> allowed) {
    this.allowed = allowed;
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setMaxHeaderSize(MAX_HEADER_BYTES)
                    .setMaxInitialLineLength(MAX_HEADER_BYTES)
                    .setIdleTimeout(IDLE_SECONDS)
                    .setIdleTimeoutUnit(TimeUnit.SECONDS)
                    .setHttp2ClearTextEnabled(false))
            .requestHandler(this::handle);
  }

  /**
   * Binds.
   *
   * @param port 0 takes a free one
   * @param allowed whose requests are answered; all others get 403
   * @throws CompletionException with the cause if it cannot
   */
  public static ManagementListener bind(
      Vertx vertx, String host, int port, List<AddressRange> allowed) {
    ManagementListener listener = new ManagementListener(vertx, allowed);
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
    if (allowed.stream().noneMatch(range -> range.contains(peer))) {
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
