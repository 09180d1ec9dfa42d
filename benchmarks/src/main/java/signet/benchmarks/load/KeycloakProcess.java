package signet.benchmarks.load;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keycloak in production mode, built for its database beforehand; refresh tokens are used once, as
 * its option "Revoke Refresh Token" makes them.
 */
final class KeycloakProcess implements AuthServer {
  private static final String TOKEN = "/realms/load/protocol/openid-connect/token";
  private static final String SECRET = "the-secret-of-the-load-inspector";

  private final Http http;
  private final int port;
  private final Path home;
  private final String name;
  private final ServerProcess process;

  private KeycloakProcess(Http http, int port, Path home, String name, ServerProcess process) {
    this.http = http;
    this.port = port;
    this.home = home;
    this.name = name;
    this.process = process;
  }

  /**
   * Builds and starts it with a realm of users.
   *
   * @param home the unpacked distribution; what it keeps in {@code data} is made anew
   * @param postgres empty for its embedded H2
   * @param algorithm that signs its access tokens
   */
  static KeycloakProcess start(
      Path home, Path folder, Http http, Optional<PostgresAddress> postgres, String algorithm)
      throws IOException, InterruptedException {
    // A realm that is there already would not be imported.
    removeAll(home.resolve("data"));
    Path imports = Files.createDirectories(home.resolve("data/import"));
    Files.writeString(imports.resolve("load-realm.json"), realm(algorithm).encodePrettily());
    String kc = home.resolve("bin/kc.sh").toString();
    Path log = folder.resolve("keycloak.log");
    String kind = postgres.isPresent() ? "postgres" : "dev-file";
    build(List.of(kc, "build", "--db=" + kind), folder, log);

    int port = FreePort.next();
    List<String> command =
        new ArrayList<>(
            List.of(
                kc,
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--hostname-strict=false",
                "--http-port=" + port,
                "--http-management-port=" + FreePort.next()));
    postgres.ifPresent(
        p -> command.addAll(List.of("--db-url=" + p.jdbcUrl(), "--db-username=" + p.user())));
    ServerProcess process =
        ServerProcess.start(
            command,
            Map.of(),
            folder,
            log,
            URI.create("http://localhost:" + port + "/realms/load"));
    String name = "Keycloak " + version(home) + AuthServer.signing(algorithm);
    return new KeycloakProcess(http, port, home, name, process);
  }

  private static void removeAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void build(List<String> command, Path folder, Path log)
      throws IOException, InterruptedException {
    Process build =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (build.waitFor() != 0) {
      throw new IOException("kc.sh build failed; see " + log);
    }
  }

  private static String version(Path home) throws IOException {
    String text = Files.readString(home.resolve("version.txt")).strip();
    return text.substring(text.lastIndexOf(' ') + 1);
  }

  private static JsonObject realm(String algorithm) {
    JsonArray users = new JsonArray();
    for (int i = 0; i < Load.USERS; i++) {
      users.add(
          new JsonObject()
              .put("username", Load.user(i))
              .put("enabled", true)
              .put("emailVerified", true)
              .put("email", Load.user(i) + "@example.com")
              .put("firstName", "Load")
              .put("lastName", "User")
              .put(
                  "credentials",
                  new JsonArray()
                      .add(
                          new JsonObject()
                              .put("type", "password")
                              .put("value", Load.PASSWORD)
                              .put("temporary", false))));
    }
    return new JsonObject()
        .put("realm", "load")
        .put("enabled", true)
        .put("sslRequired", "none")
        .put("accessTokenLifespan", 900)
        .put("defaultSignatureAlgorithm", algorithm)
        .put("revokeRefreshToken", true)
        .put("refreshTokenMaxReuse", 0)
        .put(
            "clients",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("clientId", "load")
                        .put("publicClient", true)
                        .put("standardFlowEnabled", false)
                        .put("directAccessGrantsEnabled", true)
                        .put("protocolMappers", new JsonArray().add(audienceOfInspector())))
                .add(
                    new JsonObject()
                        .put("clientId", "inspector")
                        .put("publicClient", false)
                        .put("standardFlowEnabled", false)
                        .put("serviceAccountsEnabled", true)
                        .put("secret", SECRET)))
        .put("users", users);
  }

  /** Without it in {@code aud}, a client may not ask what a token is worth. */
  private static JsonObject audienceOfInspector() {
    return new JsonObject()
        .put("name", "inspector")
        .put("protocol", "openid-connect")
        .put("protocolMapper", "oidc-audience-mapper")
        .put(
            "config",
            new JsonObject()
                .put("included.client.audience", "inspector")
                .put("access.token.claim", "true"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ServerProcess process() {
    return process;
  }

  @Override
  public Future<JsonObject> login(int user) {
    return http.form(
        port,
        TOKEN,
        Map.of(),
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "load",
            "username",
            Load.user(user),
            "password",
            Load.PASSWORD));
  }

  @Override
  public Future<JsonObject> refresh(String refreshToken) {
    return http.form(
        port,
        TOKEN,
        Map.of(),
        Map.of("grant_type", "refresh_token", "client_id", "load", "refresh_token", refreshToken));
  }

  @Override
  public Future<JsonObject> introspect(String accessToken) {
    return http.form(
        port, TOKEN + "/introspect", Http.basic("inspector", SECRET), Map.of("token", accessToken));
  }

  @Override
  public Future<JsonObject> clientCredentials() {
    return http.form(
        port, TOKEN, Http.basic("inspector", SECRET), Map.of("grant_type", "client_credentials"));
  }

  @Override
  public Future<JsonObject> keys() {
    return http.get(port, "/realms/load/protocol/openid-connect/certs");
  }

  @Override
  public long deployedBytes() throws IOException {
    return ServerProcess.bytesIn(home.resolve("lib"));
  }
}
