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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import signet.server.user.User;

/**
 * Administration through the Unix socket of a running server: HTTP, the paths of {@code /admin}.
 */
public final class SocketAdministration implements Administration {
  private static final int TIMEOUT_SECONDS = 30;

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final HttpClient http = vertx.createHttpClient();
  private final SocketAddress socket;

  /** Administration of the server behind that socket; connects when first used. */
  public SocketAdministration(Path socket) {
    this.socket = SocketAddress.domainSocketAddress(socket.toString());
  }

  /** Whether a server listens there; a socket may also be left over from one that was killed. */
  public static boolean isListening(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public User addUser(String name, String password, Set<String> roles) {
    JsonObject body =
        new JsonObject()
            .put("name", name)
            .put("password", password)
            .put("roles", new JsonArray(List.copyOf(roles)));
    return UserJson.read(exchange(HttpMethod.POST, "/admin/users", body.toBuffer()));
  }

  @Override
  public List<User> listUsers(Optional<String> after, int limit) {
    String query =
        "?limit="
            + limit
            + after.map(a -> "&after=" + URLEncoder.encode(a, StandardCharsets.UTF_8)).orElse("");
    JsonObject page = exchange(HttpMethod.GET, "/admin/users" + query, Buffer.buffer());
    return page.getJsonArray("users").stream()
        .map(user -> UserJson.read((JsonObject) user))
        .toList();
  }

  private JsonObject exchange(HttpMethod method, String uri, Buffer body) {
    RequestOptions options =
        new RequestOptions()
            .setServer(socket)
            .setHost("localhost")
            .setMethod(method)
            .setURI(uri)
            .putHeader("Content-Type", "application/json");
    try {
      Answer answer =
          onEventLoop(options, body)
              .toCompletionStage()
              .toCompletableFuture()
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      JsonObject json = answer.body().toJsonObject();
      if (answer.status() >= 300) {
        throw refused(json);
      }
      return json;
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

  private static AdministrationException refused(JsonObject problem) {
    return Refusal.ofWord(problem.getString("type", ""))
        .map(refusal -> new AdministrationException(refusal, problem.getString("detail", "")))
        .orElseGet(
            () ->
                new AdministrationException(
                    Refusal.UNAVAILABLE,
                    "the server answered: "
                        + problem.getString("title", "nothing of use")
                        + "; see its log"));
  }

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
