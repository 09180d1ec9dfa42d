package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens under load that must cost no request, and no connection. */
class LoadIT {
  private static final int CONNECTIONS = 40;
  private static final int ROUNDS = 5;

  private TestIssuer issuer;
  private RawUpstream first;
  private RawUpstream second;
  private TestGateway gateway;

  @BeforeEach
  void start() throws IOException {
    issuer = new TestIssuer();
    first = new RawUpstream();
    second = new RawUpstream();
    gateway = new TestGateway(issuer, yaml());
    Awaitility.await()
        .until(() -> gateway.askManagement("/health/ready").startsWith("HTTP/1.1 200 "));
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    first.close();
    second.close();
    issuer.close();
  }

  private String yaml() {
    return """
    revocations: {client: gateway}
    limits: {drain-time: 200ms}
    upstreams:
      both: {addresses: [%s, %s]}
    routes:
      - {path: /orders, policy: required, upstream: both}
    """
        .formatted(first.url(), second.url());
  }

  /** Connections that each send one request after the other until they are told to stop. */
  private final class Load {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger good = new AtomicInteger();
    private final List<String> bad = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Load() {
      String request = get("/orders/1", gateway.bearer());
      for (int i = 0; i < CONNECTIONS; i++) {
        threads.add(Thread.ofVirtual().start(() -> run(request)));
      }
    }

    private void run(String request) {
      try (RawClient client = gateway.connect()) {
        while (!stop.get()) {
          String answer = client.send(request).answer();
          if (answer.startsWith("HTTP/1.1 200 ") && answer.endsWith("ok")) {
            good.incrementAndGet();
          } else {
            bad.add(answer.isEmpty() ? "the connection was closed" : answer);
            return;
          }
        }
      } catch (IOException e) {
        bad.add(e.toString());
      }
    }

    /** Goes on once each connection has had a few more answers in the mean. */
    void goOn() {
      int enough = good.get() + 3 * CONNECTIONS;
      Awaitility.await().until(() -> good.get() >= enough || !bad.isEmpty());
    }

    /** Ends it; what was no good answer. */
    List<String> stop() throws InterruptedException {
      stop.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      return bad;
    }
  }

  @Test
  void aReloadDropsNoConnectionAndNoRequest() throws Exception {
    Load load = new Load();
    load.goOn();
    for (int i = 0; i < ROUNDS; i++) {
      // With the sources of keys and revocations as they were, and with others.
      String more = i % 2 == 0 ? "" : "tokens: {max-stale: %dm}\n".formatted(10 + i);
      gateway.gateway.reload(TestGateway.config(issuer, yaml() + more));
      load.goOn();
    }
    assertThat(load.stop()).isEmpty();
  }

  @Test
  void aReloadGoesOnWithWhatIsKnownWhileTheIssuerIsAway() throws Exception {
    issuer.close();
    Load load = new Load();
    load.goOn();
    gateway.gateway.reload(TestGateway.config(issuer, yaml()));
    load.goOn();
    assertThat(load.stop()).isEmpty();
  }

  @Test
  void aServiceThatDiesAndComesBackCostsNoRequestThatMayBeRepeated() throws Exception {
    int port = first.port();
    Load load = new Load();
    load.goOn();
    for (int i = 0; i < ROUNDS; i++) {
      first.close();
      load.goOn();
      first =
          Awaitility.await().ignoreExceptions().until(() -> new RawUpstream(port), again -> true);
      load.goOn();
    }
    assertThat(load.stop()).isEmpty();
    assertThat(second.requests()).isNotEmpty();
  }
}
