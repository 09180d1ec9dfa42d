package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.server.key.MasterKeyFile;
import signet.server.store.PostgresAddress;

/** A PostgreSQL that goes away and comes back, under a server that stays. */
@Timeout(300)
@BesideOthers
final class OutageIT {
  @TempDir Path folder;
  private int port;
  private EmbeddedPostgres postgres;
  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    startPostgres();
    Path masterKey = folder.resolve("master.key");
    new MasterKeyFile(masterKey).makeNew(new SecureRandom());
    PostgresAddress address =
        new PostgresAddress(
            "jdbc:postgresql://localhost:" + port + "/postgres",
            Optional.of("postgres"),
            Optional.of("postgres"),
            4);
    server =
        RunningServer.start(
            folder,
            new SharedDatabase(address, masterKey).settings(),
            "clients.phone.channel",
            "native",
            "session.rotations-per-hour",
            "0",
            "session.repeat-window",
            "15s");
    server.addUser("alice");
  }

  private void startPostgres() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setPort(port)
            .setDataDirectory(folder.resolve("postgres"))
            .setCleanDataDirectory(false)
            .start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    postgres.close();
  }

  private String login() throws Exception {
    HttpResponse<String> login =
        server.login("alice", RunningServer.PASSWORD, "client_id", "phone");
    assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
    return new JsonObject(login.body()).getString("refresh_token");
  }

  private HttpResponse<String> refresh(String token) throws Exception {
    return server.post(
        "/session/refresh",
        new JsonObject().put("client_id", "phone").put("refresh_token", token).encode());
  }

  private void assertBusy(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
    assertThat(response.body()).doesNotContain("postgres").doesNotContain("SQL");
  }

  @Test
  void isAnswered503AndRecoversByItself() throws Exception {
    String token = login();
    postgres.close();

    HttpResponse<String> refused = refresh(token);
    assertBusy(refused);
    assertThat(new JsonObject(refused.body()).getString("type")).isEqualTo("busy");
    assertBusy(server.login("alice", RunningServer.PASSWORD));
    HttpResponse<String> oauth =
        server.send(
            server
                .request("/oauth2/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=refresh_token&client_id=phone&refresh_token=" + token)));
    assertBusy(oauth);
    assertThat(oauth.body()).isEqualTo("{\"error\":\"temporarily_unavailable\"}");
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(server.get("/.well-known/jwks.json").statusCode()).isEqualTo(200);

    startPostgres();
    awaitReady();
    // A lease that ends at this very moment is renewed at the next look, and until then it is 503.
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(refresh(token).statusCode()).isEqualTo(200));
  }

  private void awaitReady() {
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> server.get("/health/ready").statusCode() == 200);
  }

  /** Each client goes on with the token it has last been given, as an app does. */
  @Test
  void noClientIsLoggedOutByARestartUnderLoad() throws Exception {
    int clients = 8;
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger granted = new AtomicInteger();
    Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      tokens.add(login());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<String>> latest = new ArrayList<>();
      for (String first : tokens) {
        latest.add(threads.submit(() -> refreshUntil(over, first, granted, statuses)));
      }
      for (int restart = 0; restart < 2; restart++) {
        awaitMore(granted);
        postgres.close();
        await().until(() -> statuses.contains(503));
        startPostgres();
        awaitReady();
      }
      awaitMore(granted);
      over.set(true);

      for (Future<String> token : latest) {
        assertThat(refresh(token.get()).statusCode()).isEqualTo(200);
      }
    }
    assertThat(statuses).containsOnly(200, 503);
  }

  private static void awaitMore(AtomicInteger granted) {
    int before = granted.get();
    await().atMost(Duration.ofMinutes(1)).until(() -> granted.get() > before + 50);
  }

  private String refreshUntil(
      AtomicBoolean over, String first, AtomicInteger granted, Queue<Integer> statuses)
      throws Exception {
    String token = first;
    while (!over.get()) {
      HttpResponse<String> response = refresh(token);
      statuses.add(response.statusCode());
      if (response.statusCode() == 200) {
        token = new JsonObject(response.body()).getString("refresh_token");
        granted.incrementAndGet();
      }
    }
    return token;
  }
}
