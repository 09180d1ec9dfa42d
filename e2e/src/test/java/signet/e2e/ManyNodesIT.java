package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Scale;

/** Two real servers over one real PostgreSQL, set up by the commands of the guide. */
@Timeout(900)
final class ManyNodesIT {
  private static final String PASSWORD = "correct horse battery";
  private static final Pattern READY = Pattern.compile("ready (http://localhost:\\d+)");
  private static final Pattern REFRESH_TOKEN = Pattern.compile("\"refresh_token\":\"([^\"]+)\"");

  @TempDir private Path folder;
  private EmbeddedPostgres postgres;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<SignetProcess> processes = new ArrayList<>();
  private final List<URI> nodes = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    postgres = EmbeddedPostgres.builder().start();
    Files.writeString(
        folder.resolve("signet.yaml"),
        """
        issuer: http://localhost:8420
        port: 0
        management.port: 0
        master-key.file: shared.key
        database:
          url: postgresql://localhost:%d/postgres
          user: postgres
          password: postgres
        clients.phone.channel: native
        session:
          repeat-window: 5m
          rotations-per-hour: 0
        """
            .formatted(postgres.getPort()));
    succeed("", "key", "master", "shared.key");
    succeed(PASSWORD + "\n", "user", "add", "alice", "--data", "admin");
    for (String name : List.of("one", "two")) {
      SignetProcess node = SignetProcess.start(folder, "", "serve", "--data", name);
      processes.add(node);
    }
    for (SignetProcess node : processes) {
      Matcher ready = READY.matcher(node.nextLine());
      assertThat(ready.matches()).as(node.err()).isTrue();
      nodes.add(URI.create(ready.group(1)));
    }
  }

  private void succeed(String input, String... arguments) throws Exception {
    try (SignetProcess process = SignetProcess.start(folder, input, arguments)) {
      assertThat(process.exitStatus()).as(process.err()).isZero();
    }
  }

  @AfterEach
  void stop() throws IOException {
    processes.forEach(SignetProcess::close);
    http.close();
    postgres.close();
  }

  private HttpResponse<String> post(URI node, String path, String json) throws Exception {
    return http.send(
        HttpRequest.newBuilder(node.resolve(path))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  private String login(URI node) throws Exception {
    return token(
        post(
            node,
            "/session/login",
            "{\"username\":\"alice\",\"password\":\"" + PASSWORD + "\",\"client_id\":\"phone\"}"));
  }

  private HttpResponse<String> refresh(URI node, String token) throws Exception {
    return post(
        node, "/session/refresh", "{\"client_id\":\"phone\",\"refresh_token\":\"" + token + "\"}");
  }

  private static String token(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    Matcher token = REFRESH_TOKEN.matcher(response.body());
    assertThat(token.find()).isTrue();
    return token.group(1);
  }

  /** As if every token had been handed out long ago. */
  private void makeOld() throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE session SET rotated_at_ms = 0, handed_at_ms = 0");
    }
  }

  @Test
  void manyWhoPresentTheSameTokenToTwoProcessesGetTheSameSuccessor() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
      for (int round = 0; round < Scale.count(10, 1_000); round++) {
        String first = login(nodes.get(round % 2));
        makeOld();
        AtomicInteger next = new AtomicInteger();
        Callable<String> attempt =
            () -> token(refresh(nodes.get(next.incrementAndGet() % 2), first));

        List<String> successors = new ArrayList<>();
        for (Future<String> result : threads.invokeAll(Collections.nCopies(64, attempt))) {
          successors.add(result.get());
        }
        assertThat(successors.stream().distinct()).hasSize(1).doesNotContain(first);
      }
    }
  }

  @Test
  void noSessionIsLostWhenAProcessIsKilledUnderLoad() throws Exception {
    int clients = 8;
    CountDownLatch underLoad = new CountDownLatch(clients * 20);
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<String>> latest = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        String first = login(nodes.get(0));
        latest.add(threads.submit(() -> refreshUntilTheNodeDies(first, underLoad)));
      }
      underLoad.await();
      processes.get(0).kill();

      for (Future<String> token : latest) {
        // What the dead node did with the last request is not known, and need not be.
        String successor = token(refresh(nodes.get(1), token.get()));
        makeOld();
        assertThat(token(refresh(nodes.get(1), successor))).isNotEqualTo(successor);
      }
    }
  }

  private String refreshUntilTheNodeDies(String first, CountDownLatch count) throws Exception {
    String token = first;
    while (true) {
      makeOld();
      HttpResponse<String> response;
      try {
        response = refresh(nodes.get(0), token);
      } catch (IOException e) {
        return token;
      }
      token = token(response);
      count.countDown();
    }
  }
}
