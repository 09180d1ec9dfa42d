package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Scale;

/** Two real servers over one real PostgreSQL, set up by the commands of the guide. */
@Timeout(900)
final class ManyNodesIT {
  @TempDir private Path folder;
  private Nodes nodes;
  private final List<SignetProcess> processes = new ArrayList<>();
  private final List<URI> addresses = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    nodes = new Nodes(folder, "5m", "issuer: http://localhost:8420\n");
    for (String name : List.of("one", "two")) {
      processes.add(nodes.start(name, Map.of()));
    }
    for (SignetProcess process : processes) {
      addresses.add(Nodes.ready(process));
    }
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
  }

  private String login(URI node) throws Exception {
    return Nodes.token(nodes.login(node));
  }

  private String refresh(URI node, String token) throws Exception {
    return Nodes.token(nodes.refresh(node, token));
  }

  /** As if every token had been handed out long ago. */
  private void makeOld() throws SQLException {
    nodes.execute("UPDATE session SET rotated_at_ms = 0, handed_at_ms = 0");
  }

  @Test
  void manyWhoPresentTheSameTokenToTwoProcessesGetTheSameSuccessor() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
      for (int round = 0; round < Scale.count(10, 1_000); round++) {
        String first = login(addresses.get(round % 2));
        makeOld();
        AtomicInteger next = new AtomicInteger();
        Callable<String> attempt = () -> refresh(addresses.get(next.incrementAndGet() % 2), first);

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
        String first = login(addresses.get(0));
        latest.add(threads.submit(() -> refreshUntilTheNodeDies(first, underLoad)));
      }
      underLoad.await();
      processes.get(0).kill();

      for (Future<String> token : latest) {
        // What the dead node did with the last request is not known, and need not be.
        String successor = refresh(addresses.get(1), token.get());
        makeOld();
        assertThat(refresh(addresses.get(1), successor)).isNotEqualTo(successor);
      }
    }
  }

  private String refreshUntilTheNodeDies(String first, CountDownLatch count) throws Exception {
    String token = first;
    while (true) {
      makeOld();
      HttpResponse<String> response;
      try {
        response = nodes.refresh(addresses.get(0), token);
      } catch (IOException e) {
        return token;
      }
      token = Nodes.token(response);
      count.countDown();
    }
  }
}
