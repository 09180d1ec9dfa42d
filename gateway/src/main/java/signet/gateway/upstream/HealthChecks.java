package signet.gateway.upstream;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers for their health from time to time, on one event loop. A server is out after two
 * checks that fail, and in again after one that does not.
 */
public final class HealthChecks implements AutoCloseable {
  private static final int FAILURES = 2;
  private static final long TIMEOUT_MILLIS = 2_000;

  private final Vertx vertx;
  private final List<Long> timers = new ArrayList<>();

  /** No checks yet. */
  public HealthChecks(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Checks the servers of an upstream that names a path. */
  public void watch(Upstream upstream, UpstreamClients clients) {
    @Nullable String path = upstream.settings().healthPath().orElse(null);
    if (path == null) {
      return;
    }
    for (Server server : upstream.servers()) {
      int[] failures = new int[1];
      timers.add(
          vertx.setPeriodic(
              0,
              upstream.settings().healthEvery().toMillis(),
              timer -> check(server, path, clients, failures)));
    }
  }

  private static void check(Server server, String path, UpstreamClients clients, int[] failures) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setServer(server.socket())
            .setHost(server.address().host())
            .setPort(server.address().port())
            .setURI(path)
            .setTimeout(TIMEOUT_MILLIS);
    clients
        .requests()
        .request(options)
        .compose(request -> request.idleTimeout(TIMEOUT_MILLIS).send())
        .compose(response -> response.end().map(ended -> response.statusCode()))
        .onComplete(
            answer -> {
              boolean healthy = answer.succeeded() && answer.result() < 400;
              failures[0] = healthy ? 0 : failures[0] + 1;
              if (healthy || failures[0] >= FAILURES) {
                server.checked(healthy);
              }
            });
  }

  @Override
  public void close() {
    timers.forEach(vertx::cancelTimer);
  }
}
