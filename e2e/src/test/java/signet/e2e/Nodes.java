package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Real servers over one real PostgreSQL, set up by the commands of the guide, and a client that
 * comes from 127.0.0.2. Closing kills what still runs.
 */
final class Nodes implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  private static final Pattern READY = Pattern.compile("ready (http://localhost:\\d+)");
  private static final Pattern REFRESH_TOKEN = Pattern.compile("\"refresh_token\":\"([^\"]+)\"");

  private final Path folder;
  private final EmbeddedPostgres postgres;
  private final List<SignetProcess> processes = new ArrayList<>();
  private final HttpClient http;

  /**
   * A database with the user alice; no server runs yet.
   *
   * @param settings YAML beside what all tests share
   */
  Nodes(Path folder, String settings) throws Exception {
    this(folder, "0s", settings);
  }

  /** With another window in which a refresh is answered again. */
  Nodes(Path folder, String repeatWindow, String settings) throws Exception {
    this.folder = folder;
    http = HttpClient.newBuilder().localAddress(InetAddress.getByName("127.0.0.2")).build();
    postgres = EmbeddedPostgres.builder().start();
    Files.writeString(
        folder.resolve("signet.yaml"),
        """
        port: 0
        management.port: 0
        master-key.file: shared.key
        database:
          url: postgresql://localhost:%d/postgres
          user: postgres
          password: postgres
        clients.phone.channel: native
        session:
          repeat-window: %s
          rotations-per-hour: 0
        """
                .formatted(postgres.getPort(), repeatWindow)
            + settings);
    succeed("", "key", "master", "shared.key");
    succeed(PASSWORD + "\n", "user", "add", "alice", "--data", "admin");
  }

  private void succeed(String input, String... arguments) throws Exception {
    try (SignetProcess process = SignetProcess.start(folder, input, arguments)) {
      assertThat(process.exitStatus()).as(process.err()).isZero();
    }
  }

  /** Starts a server with a data folder of that name; call {@link #ready} for its address. */
  SignetProcess start(String name, Map<String, String> environment) throws IOException {
    SignetProcess node = SignetProcess.start(folder, environment, "serve", "--data", name);
    processes.add(node);
    return node;
  }

  /** Waits until a server answers; gives its address. */
  static URI ready(SignetProcess node) throws InterruptedException {
    Matcher ready = READY.matcher(node.nextLine());
    assertThat(ready.matches()).as(node.err()).isTrue();
    return URI.create(ready.group(1));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  HttpResponse<String> login(URI node) throws IOException, InterruptedException {
    return post(
        node,
        "/session/login",
        "{\"username\":\"alice\",\"password\":\"" + PASSWORD + "\",\"client_id\":\"phone\"}");
  }

  HttpResponse<String> refresh(URI node, String token) throws IOException, InterruptedException {
    return presenting(node, "/session/refresh", token);
  }

  HttpResponse<String> logout(URI node, String token) throws IOException, InterruptedException {
    return presenting(node, "/session/logout", token);
  }

  private HttpResponse<String> presenting(URI node, String path, String token)
      throws IOException, InterruptedException {
    return post(node, path, "{\"client_id\":\"phone\",\"refresh_token\":\"" + token + "\"}");
  }

  private HttpResponse<String> post(URI node, String path, String json)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(node.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.version(HttpClient.Version.HTTP_1_1).build(), BodyHandlers.ofString());
  }

  /** The refresh token of an answer that must be 200. */
  static String token(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    Matcher token = REFRESH_TOKEN.matcher(response.body());
    assertThat(token.find()).isTrue();
    return token.group(1);
  }

  void execute(String statement) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement executed = connection.createStatement()) {
      executed.execute(statement);
    }
  }

  /** The one number that a query gives. */
  long number(String query) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws IOException {
    processes.forEach(SignetProcess::close);
    http.close();
    postgres.close();
  }
}
