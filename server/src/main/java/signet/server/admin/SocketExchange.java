package signet.server.admin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HTTP through the Unix socket of a running server. Thread-safe. */
final class SocketExchange implements ServerExchange {
  private static final int TIMEOUT_SECONDS = 30;

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final HttpClient http = vertx.createHttpClient();
  private final SocketAddress socket;

  /** Connects when first used. */
  SocketExchange(Path socket) {
    this.socket = SocketAddress.domainSocketAddress(socket.toString());
  }

  @Override
  public JsonObject send(String method, String uri, Buffer body) {
    RequestOptions options =
        new RequestOptions()
            .setServer(socket)
            .setHost("localhost")
            .setMethod(HttpMethod.valueOf(method))
            .setURI(uri)
            .putHeader("Content-Type", "application/json");
    try {
      Answer answer =
          onEventLoop(options, body)
              .toCompletionStage()
              .toCompletableFuture()
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return ServerExchange.read(answer.status(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable();
    } catch (ExecutionException | TimeoutException | DecodeException e) {
      throw unavailable();
    }
  }

  /**
   * Sends on the event loop, where nothing arrives between two steps: on another thread a short
   * answer can be over before its body is asked for, and is lost.
   */
  private Future<Answer> onEventLoop(RequestOptions options, Buffer body) {
    Promise<Answer> answer = Promise.promise();
    vertx.runOnContext(
        on ->
            http.request(options)
                .compose(request -> request.send(body))
                .compose(r -> r.body().map(buffer -> new Answer(r.statusCode(), buffer)))
                .onComplete(answer));
    return answer.future();
  }

  private record Answer(int status, Buffer body) {}

  private AdministrationException unavailable() {
    return new AdministrationException(
        Refusal.UNAVAILABLE,
        "the server behind "
            + socket.path()
            + " does not answer: is it still running, and yours to administer?");
  }

  @Override
  public void close() {
    http.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
