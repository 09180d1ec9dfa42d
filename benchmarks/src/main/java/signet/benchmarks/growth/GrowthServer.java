package signet.benchmarks.growth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import signet.benchmarks.load.CpuTime;
import signet.benchmarks.load.FreePort;
import signet.benchmarks.load.Http;
import signet.benchmarks.load.SecretHash;
import signet.benchmarks.load.ServerProcess;

/**
 * A server whose password hash costs next to nothing, so that the way to the data can be seen,
 * whose refresh tokens rotate at each use, and which has none of the limits that keep a load away.
 */
final class GrowthServer implements AutoCloseable {
  static final String PASSWORD = "a passphrase for the growth";

  private static final String SECRET = "the-secret-of-the-growth-client-0123456789ab";
  private static final String AUDIENCE = "https://api.example.com";
  private static final int PATIENCE_SECONDS = 30;

  private final Http http;
  private final int port;
  private final ServerProcess process;

  private GrowthServer(Http http, int port, ServerProcess process) {
    this.http = http;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param database lines of the configuration; empty for SQLite in the folder
   */
  static GrowthServer start(Path launcher, Path folder, String database, Http http)
      throws IOException, InterruptedException {
    int port = FreePort.next();
    Path config =
        Files.writeString(
            folder.resolve("signet.yaml"),
            """
            port: %1$d
            management.port: %2$d
            session.repeat-window: 0s
            session.rotations-per-hour: 0
            limits.connections: 20000
            login.limits.here: 1000000
            login.limits.account: 1000000
            login.limits.address: 1000000
            password.hashing.memory: 64KiB
            password.hashing.iterations: 1
            %3$s
            clients:
              load: {channel: native, audiences: [%5$s]}
              watch:
                channel: confidential
                verifier: true
                admin: true
                secret-hashes: [%4$s]
                resource-servers: [%5$s]
            """
                .formatted(port, FreePort.next(), database, SecretHash.of(SECRET), AUDIENCE));
    if (!database.isEmpty()) {
      makeMasterKey(launcher, folder);
    }
    ServerProcess process =
        ServerProcess.start(
            List.of(launcher.toString(), "serve", "--config", config.toString()),
            Map.of("SIGNET_NO_BUILD", "1", "SIGNET_JAVA_OPTS", "-Xmx512m"),
            folder,
            folder.resolve("signet.log"),
            URI.create("http://localhost:" + port + "/health/ready"));
    return new GrowthServer(http, port, process);
  }

  /** A server that shares its database makes none by itself. */
  private static void makeMasterKey(Path launcher, Path folder)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                launcher.toString(), "key", "master", folder.resolve("signet-data.key").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("command.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("no master key; see " + folder.resolve("command.log"));
    }
  }

  int port() {
    return port;
  }

  /** Processor time in µs. */
  long cpuMicros() {
    return CpuTime.micros(process.pids());
  }

  long residentKib() {
    return process.residentKib();
  }

  /** An access token of the server's client. */
  String clientToken(String scope) throws IOException, InterruptedException {
    return await(
            http.form(
                port,
                "/oauth2/token",
                Http.basic("watch", SECRET),
                Map.of("grant_type", "client_credentials", "scope", scope)))
        .getString("access_token");
  }

  void addUser(String name, String adminToken) throws IOException, InterruptedException {
    JsonObject body = new JsonObject().put("name", name).put("password", PASSWORD);
    await(http.json(port, "/admin/users", bearer(adminToken), body));
  }

  Future<JsonObject> login(String user) {
    return http.json(
        port,
        "/session/login",
        new JsonObject()
            .put("username", user)
            .put("password", PASSWORD)
            .put("client_id", "load")
            .put("resource", AUDIENCE));
  }

  Future<JsonObject> refresh(String refreshToken) {
    return http.json(
        port,
        "/session/refresh",
        new JsonObject()
            .put("client_id", "load")
            .put("refresh_token", refreshToken)
            .put("resource", AUDIENCE));
  }

  Future<JsonObject> introspect(String accessToken) {
    return http.form(
        port, "/oauth2/introspect", Http.basic("watch", SECRET), Map.of("token", accessToken));
  }

  /** Revokes an access token of that name, though there is none. */
  Future<JsonObject> revoke(String jti, String adminToken) {
    return http.json(
        port, "/admin/tokens/revoke", bearer(adminToken), new JsonObject().put("jti", jti));
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  static JsonObject await(Future<JsonObject> answer) throws IOException, InterruptedException {
    try {
      return answer
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
