package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.server.password.PasswordHasher;

/** More than fits, and a stop with work in flight. */
@Timeout(60)
final class LoadIT {
  private static final byte[] LIVE =
      "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private final Gate gate = new Gate();

  @Test
  void answers503WhenTheQueueForPasswordsIsFull() throws Exception {
    try (RunningServer server =
        RunningServer.start(
            folder, gate::around, "password.hashing.threads", "1", "password.hashing.queue", "2")) {
      gate.open();
      server.addUser("alice");
      gate.close();
      List<CompletableFuture<HttpResponse<String>>> logins = new ArrayList<>();
      logins.add(inBackground(server));
      // Until the one is being computed it would take a place in the queue.
      await().until(() -> gate.waiting.get() == 1);
      for (int i = 1; i < 8; i++) {
        logins.add(inBackground(server));
      }

      // One computes, two wait, five are turned away at once.
      await().until(() -> logins.stream().filter(CompletableFuture::isDone).count() == 5);
      gate.open();

      int granted = 0;
      for (CompletableFuture<HttpResponse<String>> login : logins) {
        HttpResponse<String> response = login.get(10, TimeUnit.SECONDS);
        if (response.statusCode() == 200) {
          granted++;
        } else {
          assertBusy(response);
        }
      }
      assertThat(granted).isEqualTo(3);
      assertThat(server.login("alice", RunningServer.PASSWORD).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void answers503WhenTooManyRequestsAreInFlight() throws Exception {
    try (RunningServer server =
        RunningServer.start(folder, gate::around, "limits.requests-in-flight", "1")) {
      CompletableFuture<HttpResponse<String>> login = inBackground(server);
      await().until(() -> gate.waiting.get() == 1);

      assertBusy(server.login("alice", RunningServer.PASSWORD));
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);

      gate.open();
      assertThat(login.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void closesConnectionsBeyondTheLimit() throws Exception {
    try (RunningServer server = RunningServer.start(folder, "limits.connections", "2")) {
      int port = URI.create(server.url()).getPort();
      try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port);
          Socket second = new Socket(InetAddress.getLoopbackAddress(), port);
          Socket third = new Socket(InetAddress.getLoopbackAddress(), port)) {
        // Event loops share the counting, so the last to connect need not be the last to count.
        List<Boolean> answered = new ArrayList<>();
        for (Socket socket : List.of(first, second, third)) {
          answered.add(isAnswered(socket));
        }
        assertThat(answered).containsExactlyInAnyOrder(true, true, false);
      }
      // What was closed makes room again.
      await().ignoreExceptions().until(() -> server.get("/health/live").statusCode() == 200);
    }
  }

  private static boolean isAnswered(Socket socket) {
    try {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(LIVE);
      return socket.getInputStream().read() == 'H';
    } catch (IOException e) {
      return false;
    }
  }

  private static void assertBusy(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
    assertThat(new JsonObject(response.body()).getString("type")).isEqualTo("busy");
  }

  @Test
  void stopAnswersWhatIsInFlightAndAcceptsNothingMore() throws Exception {
    RunningServer server = RunningServer.start(folder, gate::around);
    gate.open();
    server.addUser("alice");
    gate.close();
    CompletableFuture<HttpResponse<String>> login = inBackground(server);
    await().until(() -> gate.waiting.get() == 1);

    CompletableFuture<Void> stop = CompletableFuture.runAsync(server.server()::close);
    await().until(() -> isRefused(server));
    assertThat(stop).isNotDone();
    gate.open();

    HttpResponse<String> response = login.get(10, TimeUnit.SECONDS);
    assertThat(response.statusCode()).isEqualTo(200);
    stop.get(10, TimeUnit.SECONDS);
    // The session was committed before the store was closed, and the folder is free again.
    try (RunningServer next = RunningServer.start(folder)) {
      assertThat(next.login("alice", RunningServer.PASSWORD).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void stopDoesNotWaitLongerThanItsGrace() throws Exception {
    RunningServer server =
        RunningServer.start(folder, gate::around, "limits.shutdown-grace", "300ms");
    CompletableFuture<HttpResponse<String>> login = inBackground(server);
    await().until(() -> gate.waiting.get() == 1);

    CompletableFuture<Void> stop = CompletableFuture.runAsync(server.server()::close);

    stop.get(10, TimeUnit.SECONDS);
    assertThat(login)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableOfType(ExecutionException.class);
    gate.open();
  }

  @Test
  void stopDoesNotWaitForIdleConnections() throws Exception {
    RunningServer server = RunningServer.start(folder);
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);

    long start = System.nanoTime();
    server.server().close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  private static boolean isRefused(RunningServer server) throws Exception {
    try (var fresh = HttpClient.newHttpClient()) {
      fresh.send(server.request("/health/live").build(), HttpResponse.BodyHandlers.discarding());
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }

  private static CompletableFuture<HttpResponse<String>> inBackground(RunningServer server) {
    CompletableFuture<HttpResponse<String>> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(server.login("alice", RunningServer.PASSWORD));
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  /** Holds up password computations until it is opened. */
  private static final class Gate {
    final AtomicInteger waiting = new AtomicInteger();
    private volatile CountDownLatch latch = new CountDownLatch(1);

    void open() {
      latch.countDown();
    }

    void close() {
      latch = new CountDownLatch(1);
    }

    private void pass() {
      waiting.incrementAndGet();
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        waiting.decrementAndGet();
      }
    }

    PasswordHasher around(PasswordHasher hasher) {
      return new WatchedHasher(hasher, this::pass);
    }
  }
}
