package signet.benchmarks.load;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import signet.bearer.ClientCredentials;

/**
 * Signet as it is deployed, with its defaults, but for the repeat window, which is closed so that
 * every refresh rotates, and for the limits that keep a client from doing what a load does.
 */
final class SignetProcess implements AuthServer {
  private static final String SECRET = "the-secret-of-the-load-inspector-0123456789";
  static final String AUDIENCE = "https://api.example.com";

  private final Http http;
  private final int port;
  private final Path launcher;
  private final String algorithm;
  private final ServerProcess process;

  private SignetProcess(
      Http http, int port, Path launcher, String algorithm, ServerProcess process) {
    this.http = http;
    this.port = port;
    this.launcher = launcher;
    this.algorithm = algorithm;
    this.process = process;
  }

  /**
   * Starts it with users.
   *
   * @param launcher {@code ./signet}
   * @param postgres empty for SQLite in the folder
   * @param algorithm that signs its access tokens
   */
  static SignetProcess start(
      Path launcher, Path folder, Http http, Optional<PostgresAddress> postgres, String algorithm)
      throws IOException, InterruptedException {
    int port = FreePort.next();
    Path config =
        Files.writeString(folder.resolve("signet.yaml"), config(port, postgres, algorithm));
    if (postgres.isPresent()) {
      run(folder, launcher, "key", "master", folder.resolve("signet-data.key").toString());
    }
    for (int user = 0; user < Load.USERS; user++) {
      run(folder, launcher, "user", "add", Load.user(user), "--config", config.toString());
    }
    ServerProcess process =
        ServerProcess.start(
            List.of(launcher.toString(), "serve", "--config", config.toString()),
            Map.of("SIGNET_NO_BUILD", "1"),
            folder,
            folder.resolve("signet.log"),
            URI.create("http://localhost:" + port + "/health/ready"));
    return new SignetProcess(http, port, launcher, algorithm, process);
  }

  private static String config(int port, Optional<PostgresAddress> postgres, String algorithm)
      throws IOException {
    return """
        port: %d
        management.port: %d
        tokens.access.algorithm: %s
        session.repeat-window: 0s
        session.rotations-per-hour: 0
        login.limits.here: 1000000
        login.limits.account: 1000000
        login.limits.address: 1000000
        %s
        clients:
          load:
            channel: native
            audiences: [%s]
          inspector:
            channel: confidential
            secret-hashes: [%s]
            resource-servers: [%s]
            verifier: true
          worker:
            channel: confidential
            secret-hashes: [%s]
            audiences: [%s]
        """
        .formatted(
            port,
            FreePort.next(),
            algorithm,
            postgres
                .map(p -> "database:\n  url: " + p.url() + "\n  user: " + p.user() + "\n")
                .orElse(""),
            AUDIENCE,
            SecretHash.of(SECRET),
            AUDIENCE,
            SecretHash.of(SECRET),
            AUDIENCE);
  }

  static void run(Path folder, Path launcher, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path log = folder.resolve("command.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    process.getOutputStream().write((Load.PASSWORD + "\n").getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().close();
    if (process.waitFor() != 0) {
      throw new IOException(
          arguments[0] + " " + arguments[1] + " failed: " + Files.readString(log));
    }
  }

  @Override
  public String name() {
    return "Signet" + AuthServer.signing(algorithm);
  }

  @Override
  public ServerProcess process() {
    return process;
  }

  @Override
  public Future<JsonObject> login(int user) {
    return http.json(
        port,
        "/session/login",
        new JsonObject()
            .put("username", Load.user(user))
            .put("password", Load.PASSWORD)
            .put("client_id", "load"));
  }

  @Override
  public Future<JsonObject> refresh(String refreshToken) {
    return http.form(
        port,
        "/oauth2/token",
        Map.of(),
        Map.of("grant_type", "refresh_token", "client_id", "load", "refresh_token", refreshToken));
  }

  @Override
  public Future<JsonObject> introspect(String accessToken) {
    return introspect(http, port, accessToken);
  }

  static Future<JsonObject> introspect(Http http, int port, String accessToken) {
    return http.form(
        port, "/oauth2/introspect", Http.basic("inspector", SECRET), Map.of("token", accessToken));
  }

  /** What a verifier follows the revocation feed with. */
  static ClientCredentials verifier(String issuer) {
    return ClientCredentials.at(URI.create(issuer + "/oauth2/token"))
        .secret("inspector", SECRET)
        .scope("signet:revocations")
        .build();
  }

  String issuer() {
    return "http://localhost:" + port;
  }

  @Override
  public Future<JsonObject> clientCredentials() {
    return http.form(
        port,
        "/oauth2/token",
        Http.basic("worker", SECRET),
        Map.of("grant_type", "client_credentials"));
  }

  @Override
  public Future<JsonObject> keys() {
    return http.get(port, "/.well-known/jwks.json");
  }

  @Override
  public long deployedBytes() throws IOException {
    return ServerProcess.bytesIn(launcher.resolveSibling("cli/target/dist/lib"));
  }
}
