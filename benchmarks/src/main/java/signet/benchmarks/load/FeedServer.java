package signet.benchmarks.load;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import signet.bearer.ClientCredentials;

/** A Signet server as a process, with a client that may read the feed and one that may revoke. */
final class FeedServer implements AutoCloseable {
  static final String CLIENT_ID = "watch";
  static final String SECRET = "the-secret-of-the-load-verifier-0123456789a";
  private static final String JAVA_OPTIONS = "SIGNET_JAVA_OPTS";
  private static final Pattern HEAP_PART = Pattern.compile("(?m)^.*\\btotal\\b.*\\bused ([0-9]+)K");

  private final Http http;
  private final int port;
  private final ServerProcess process;

  private FeedServer(Http http, int port, ServerProcess process) {
    this.http = http;
    this.port = port;
    this.process = process;
  }

  /**
   * Where it runs.
   *
   * @param issuer what all servers of a database call themselves; empty for its own address
   * @param more lines of the configuration
   */
  record Place(Path folder, int port, Optional<String> issuer, String more) {}

  /** Starts it; the folder has a master key if the database is shared. */
  static FeedServer start(Path launcher, Place place, Http http)
      throws IOException, InterruptedException {
    Path config =
        Files.writeString(
            place.folder().resolve("signet.yaml"),
            """
            issuer: %s
            port: %d
            management.port: %d
            session.repeat-window: 0s
            limits.connections: 20000
            login.limits.here: 1000000
            login.limits.account: 1000000
            login.limits.address: 1000000
            password.hashing.memory: 64KiB
            password.hashing.iterations: 1
            %s
            clients:
              load:
                channel: native
              watch:
                channel: confidential
                verifier: true
                admin: true
                secret-hashes: [%s]
            """
                .formatted(
                    place.issuer().orElse("http://localhost:" + place.port()),
                    place.port(),
                    FreePort.next(),
                    place.more(),
                    SecretHash.of(SECRET)));
    ServerProcess process =
        ServerProcess.start(
            List.of(launcher.toString(), "serve", "--config", config.toString()),
            Map.of("SIGNET_NO_BUILD", "1", JAVA_OPTIONS, "-Xmx512m"),
            place.folder(),
            place.folder().resolve("signet.log"),
            URI.create("http://localhost:" + place.port() + "/health/ready"));
    return new FeedServer(http, place.port(), process);
  }

  int port() {
    return port;
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  ClientCredentials credentials(String scope) {
    return ClientCredentials.at(uri("/oauth2/token"))
        .secret(CLIENT_ID, SECRET)
        .scope(scope)
        .build();
  }

  Future<JsonObject> login() {
    return http.json(
        port,
        "/session/login",
        new JsonObject()
            .put("username", Load.user(0))
            .put("password", Load.PASSWORD)
            .put("client_id", "load"));
  }

  Future<JsonObject> logout(String refreshToken) {
    return http.json(
        port,
        "/session/logout",
        new JsonObject().put("client_id", "load").put("refresh_token", refreshToken));
  }

  /** Revokes an access token of that name, though there is none. */
  Future<JsonObject> revoke(String jti, String adminToken) {
    return http.json(
        port,
        "/admin/tokens/revoke",
        Map.of("Authorization", "Bearer " + adminToken),
        new JsonObject().put("jti", jti));
  }

  long residentKib() {
    return process.residentKib();
  }

  /** The heap in use after a collection, as {@code jcmd} tells it; of the Java process alone. */
  long liveHeapKib() throws IOException, InterruptedException {
    for (long pid : process.pids()) {
      if (Files.readString(Path.of("/proc/" + pid + "/comm")).startsWith("java")) {
        jcmd(pid, "GC.run");
        String info = jcmd(pid, "GC.heap_info");
        // One line for the heap, or one for each generation, as the collector has it.
        return HEAP_PART
            .matcher(info)
            .results()
            .map(part -> Long.parseLong(part.group(1)))
            .reduce(Long::sum)
            .orElseThrow(() -> new IOException("jcmd does not tell of a heap: " + info));
      }
    }
    throw new IOException("there is no java process");
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(OwnJava.program("jcmd"));
    line.add(Long.toString(pid));
    line.add(command);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String out =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }

  @Override
  public void close() {
    process.close();
  }
}
