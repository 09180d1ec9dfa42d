package signet.server;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import signet.server.admin.Administration;
import signet.server.config.ConfigLoader;
import signet.server.config.ServerConfig;
import signet.server.password.PasswordHasher;

/**
 * A server on a free port over a data folder, with keys and passwords that are quickly made, and a
 * client for it, which holds every answer against the documented interface.
 */
final class RunningServer implements AutoCloseable {
  static final String PASSWORD = "correct horse";

  private final ServerConfig config;
  private final SignetServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningServer(ServerConfig config, SignetServer server) {
    this.config = config;
    this.server = server;
  }

  static RunningServer start(Path folder, String... settings) {
    return start(folder, UnaryOperator.identity(), settings);
  }

  /** Settings are keys and values by turns. */
  static RunningServer start(
      Path folder, UnaryOperator<PasswordHasher> hashers, String... settings) {
    ServerConfig config = config(folder, settings);
    return new RunningServer(config, SignetServer.start(config, hashers));
  }

  /** With two lists of settings. */
  static RunningServer start(Path folder, String[] storage, String... more) {
    return start(folder, storage, UnaryOperator.identity(), more);
  }

  static RunningServer start(
      Path folder, String[] storage, UnaryOperator<PasswordHasher> hashers, String... more) {
    String[] settings = Arrays.copyOf(storage, storage.length + more.length);
    System.arraycopy(more, 0, settings, storage.length, more.length);
    return start(folder, hashers, settings);
  }

  static ServerConfig config(Path folder, String... settings) {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("data", folder.resolve("data").toString());
    flags.put("port", "0");
    flags.put("management.port", "0");
    flags.put("tokens.access.algorithm", "ES256");
    flags.put("password.hashing.memory", "64KiB");
    flags.put("password.hashing.iterations", "1");
    // Most tests fail often from one address; those of the limits set them.
    flags.put("login.limits.here", "1000000");
    flags.put("login.limits.account", "1000000");
    flags.put("login.limits.address", "1000000");
    for (int i = 0; i < settings.length; i += 2) {
      flags.put(settings[i], settings[i + 1]);
    }
    return ConfigLoader.load(Optional.empty(), Map.of(), flags);
  }

  String url() {
    return server.url();
  }

  SignetServer server() {
    return server;
  }

  ServerConfig config() {
    return config;
  }

  /** Adds a user with {@link #PASSWORD} through the administration's socket; gives the subject. */
  String addUser(String name, String... roles) {
    try (Administration administration = LocalAdministration.open(config)) {
      return administration.users().add(name, PASSWORD, Set.of(roles)).id();
    }
  }

  HttpResponse<String> login(String name, String password, String... more)
      throws IOException, InterruptedException {
    JsonObject body = new JsonObject().put("username", name).put("password", password);
    for (int i = 0; i < more.length; i += 2) {
      body.put(more[i], more[i + 1]);
    }
    return post("/session/login", body.encode());
  }

  String accessToken(String name, String... more) throws IOException, InterruptedException {
    return new JsonObject(login(name, PASSWORD, more).body()).getString("access_token");
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url() + path)).version(HttpClient.Version.HTTP_1_1);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    DocumentedInterface.check(
        answer, config.issuer().map(issuer -> URI.create(issuer).getPath()).orElse(""));
    return answer;
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
