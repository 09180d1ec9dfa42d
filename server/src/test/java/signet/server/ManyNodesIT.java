package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.runtime.start.StartupException;
import signet.server.admin.Administration;
import signet.server.admin.ServedAdministration;
import signet.server.store.TestPostgres;
import signet.testkit.Scale;

/** Several servers over one PostgreSQL. */
@Timeout(600)
final class ManyNodesIT {
  private static final String ISSUER = "https://auth.example.com";

  @TempDir Path folder;
  private SharedDatabase shared;
  private final List<RunningServer> nodes = new ArrayList<>();

  @BeforeEach
  void makeDatabase() {
    shared = new SharedDatabase(folder);
  }

  @AfterEach
  void stop() {
    nodes.forEach(RunningServer::close);
  }

  private RunningServer node(String name, String... more) {
    List<String> settings = new ArrayList<>(List.of("issuer", ISSUER));
    Collections.addAll(settings, "clients.phone.channel", "native");
    Collections.addAll(settings, "session.rotations-per-hour", "0");
    Collections.addAll(settings, more);
    return RunningServer.start(
        folder.resolve(name), shared.settings(), settings.toArray(new String[0]));
  }

  private void startTwo(String... more) {
    nodes.add(node("one", more));
    nodes.add(node("two", more));
  }

  private static JsonObject json(HttpResponse<String> response) {
    return new JsonObject(response.body());
  }

  private static String activeKid(RunningServer node) throws Exception {
    return json(node.get("/health/keys")).getString("active_kid");
  }

  private String keys() {
    return keys(nodes.getFirst());
  }

  private static String keys(RunningServer node) {
    try {
      return node.get("/health/keys").body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonObject login(RunningServer node) throws Exception {
    HttpResponse<String> login = node.login("alice", RunningServer.PASSWORD, "client_id", "phone");
    assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
    return json(login);
  }

  private static HttpResponse<String> refresh(RunningServer node, String token) throws Exception {
    return node.post(
        "/session/refresh",
        new JsonObject().put("client_id", "phone").put("refresh_token", token).encode());
  }

  private static HttpResponse<String> logout(RunningServer node, String token) throws Exception {
    return node.post(
        "/session/logout",
        new JsonObject().put("client_id", "phone").put("refresh_token", token).encode());
  }

  @Test
  void ofManyThatStartAtOnceOneMakesTheKeyAndTheOthersTakeIt() throws Exception {
    int count = 4;
    CyclicBarrier together = new CyclicBarrier(count);
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      List<Future<RunningServer>> starting = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String name = "node" + i;
        starting.add(
            threads.submit(
                () -> {
                  together.await();
                  return node(name);
                }));
      }
      for (Future<RunningServer> start : starting) {
        nodes.add(start.get());
      }
    }
    String active = activeKid(nodes.getFirst());
    for (RunningServer node : nodes) {
      assertThat(activeKid(node)).isEqualTo(active);
    }
    // The standby may have come after some of them began to listen.
    await().untilAsserted(() -> assertThat(nodes).map(ManyNodesIT::keys).containsOnly(keys()));
    assertThat(new JsonObject(keys()).getJsonArray("kids")).hasSize(2);
  }

  @Test
  void aSessionBegunAtOneNodeGoesOnAtAnother() throws Exception {
    startTwo("session.repeat-window", "0s");
    nodes.getFirst().addUser("alice");
    String token = login(nodes.getFirst()).getString("refresh_token");
    for (int i = 0; i < 6; i++) {
      HttpResponse<String> refreshed = refresh(nodes.get(i % 2), token);
      assertThat(refreshed.statusCode()).as(refreshed.body()).isEqualTo(200);
      token = json(refreshed).getString("refresh_token");
    }
    assertThat(logout(nodes.get(1), token).statusCode()).isEqualTo(204);
    assertThat(json(refresh(nodes.get(0), token)).getString("type")).isEqualTo("session-ended");
  }

  @Test
  void manyWhoPresentTheSameTokenAtTwoNodesGetTheSameSuccessor() throws Exception {
    startTwo("session.repeat-window", "5m");
    nodes.getFirst().addUser("alice");
    try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
      for (int round = 0; round < Scale.count(20, 1_000); round++) {
        String first = login(nodes.get(round % 2)).getString("refresh_token");
        TestPostgres.inDatabase(
            shared.address(), "UPDATE session SET rotated_at_ms = 0, handed_at_ms = 0");
        AtomicInteger next = new AtomicInteger();
        Callable<HttpResponse<String>> attempt =
            () -> refresh(nodes.get(next.incrementAndGet() % 2), first);

        List<String> successors = new ArrayList<>();
        for (Future<HttpResponse<String>> result :
            threads.invokeAll(Collections.nCopies(64, attempt))) {
          assertThat(result.get().statusCode()).as(result.get().body()).isEqualTo(200);
          successors.add(json(result.get()).getString("refresh_token"));
        }
        assertThat(successors.stream().distinct()).hasSize(1).doesNotContain(first);
      }
    }
  }

  @Test
  void noRefreshSentAfterTheAnswerToALogoutAtAnotherNodeSucceeds() throws Exception {
    startTwo("session.repeat-window", "0s");
    nodes.getFirst().addUser("alice");
    int rounds = Scale.count(100, 10_000);
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      for (int round = 0; round < rounds; round++) {
        String token = login(nodes.get(0)).getString("refresh_token");
        CountDownLatch going = new CountDownLatch(1);
        Future<Long> lastGranted = threads.submit(() -> refreshUntilRefused(token, going));
        going.await();
        assertThat(logout(nodes.get(1), token).statusCode()).isEqualTo(204);
        long answeredNanos = System.nanoTime();

        assertThat(lastGranted.get() - answeredNanos).as("round %d", round).isNegative();
      }
    }
    assertThat(TestPostgres.number(shared.address(), "SELECT count(*) FROM revocation"))
        .isEqualTo(rounds);
    assertThat(TestPostgres.number(shared.address(), "SELECT seq FROM feed")).isEqualTo(rounds);
  }

  /** When the last refresh that was granted was sent. */
  private long refreshUntilRefused(String first, CountDownLatch going) throws Exception {
    String token = first;
    long lastNanos = System.nanoTime() - 1;
    while (true) {
      long sentNanos = System.nanoTime();
      going.countDown();
      HttpResponse<String> response = refresh(nodes.get(0), token);
      if (response.statusCode() != 200) {
        assertThat(json(response).getString("type")).isEqualTo("session-ended");
        return lastNanos;
      }
      lastNanos = sentNanos;
      token = json(response).getString("refresh_token");
    }
  }

  @Test
  void administrationGoesThroughTheSocketOrStraightToTheSharedDatabase() throws Exception {
    nodes.add(node("one"));
    nodes.getFirst().addUser("alice");
    var elsewhere = RunningServer.config(folder.resolve("elsewhere"), shared.settings());
    try (Administration direct = LocalAdministration.open(elsewhere)) {
      assertThat(direct).isNotInstanceOf(ServedAdministration.class);
      direct.users().add("bob", RunningServer.PASSWORD, Set.of());
    }
    assertThat(nodes.getFirst().login("bob", RunningServer.PASSWORD).statusCode()).isEqualTo(200);
  }

  @Test
  void aMissingMasterKeyIsNotMadeButAskedFor() throws Exception {
    Path key = folder.resolve("shared.key");
    Path elsewhere = Files.move(key, folder.resolve("elsewhere.key"));

    StartupException failure = catchThrowableOfType(StartupException.class, () -> node("one"));

    assertThat(failure).hasMessageContaining("signet key master " + key);
    assertThat(key).doesNotExist();
    Files.move(elsewhere, key);
    nodes.add(node("one"));
  }

  @Test
  void anotherMasterKeyIsRefused() {
    nodes.add(node("one"));
    new SharedDatabase(folder.resolve("made"));

    StartupException failure =
        catchThrowableOfType(
            StartupException.class,
            () -> node("two", "master-key.file", folder.resolve("made/shared.key").toString()));

    assertThat(failure).hasMessageContaining("is not the one that sealed the signing keys");
  }
}
