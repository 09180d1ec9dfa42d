package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import signet.gateway.config.GatewayConfig;

/** A configuration, a service or the gateway itself goes, and no request is lost. */
class RestartIT {
  private static TestIssuer issuer;

  @BeforeAll
  static void start() throws IOException {
    issuer = new TestIssuer();
  }

  @AfterAll
  static void stop() {
    issuer.close();
  }

  @Test
  void aReloadDropsNoConnection() throws IOException {
    try (RawUpstream before = new RawUpstream();
        RawUpstream after = new RawUpstream();
        TestGateway gateway = new TestGateway(issuer, TestGateway.routes(before.url()));
        RawClient client = gateway.connect()) {
      after.answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nafter");
      assertThat(client.send(get("/public")).answer()).endsWith("ok");
      GatewayConfig config =
          TestGateway.config(
              issuer,
              TestGateway.routes(after.url())
                  .replace("/public, policy: public", "/new, policy: public"));

      assertThat(gateway.gateway.reload(config)).isEmpty();

      assertThat(client.send(get("/new")).answer()).endsWith("after");
      assertThat(client.send(get("/public")).answer()).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void requestsUnderWayEndBeforeTheGatewayDoes() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (RawUpstream slow = new RawUpstream()) {
      TestGateway gateway = new TestGateway(issuer, TestGateway.routes(slow.url()));
      slow.answers(
          (request, socket) -> {
            go.await();
            socket.getOutputStream().write(RawUpstream.bytes(RawUpstream.OK));
          });
      try (RawClient client = gateway.connect()) {
        client.send(get("/public"));
        Awaitility.await().until(() -> slow.requests().size() == 1);
        Thread closing = Thread.ofVirtual().start(gateway::close);
        Awaitility.await().until(() -> cannotConnect(gateway));
        go.countDown();
        assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
        closing.join();
      }
    }
  }

  private static boolean cannotConnect(TestGateway gateway) {
    try (RawClient client = gateway.connect()) {
      // Answered by the gateway itself: the service would keep it waiting.
      return client.send(get("/orders")).answer().isEmpty();
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void losesNoRequestThatCanBeRepeatedWhileAServiceStartsAnew() throws Exception {
    RawUpstream first = new RawUpstream();
    try (RawUpstream second = new RawUpstream();
        TestGateway gateway =
            new TestGateway(
                issuer,
                """
                upstreams:
                  both: {addresses: [%s, %s]}
                routes:
                  - {path: /both, policy: public, upstream: both}
                """
                    .formatted(first.url(), second.url()))) {
      AtomicInteger others = new AtomicInteger();
      Thread load =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (RawClient client = gateway.connect()) {
                      for (int i = 0; i < 300; i++) {
                        others.addAndGet(
                            client.send(get("/both")).answer().startsWith("HTTP/1.1 200 ") ? 0 : 1);
                      }
                    } catch (IOException e) {
                      others.addAndGet(1000);
                    }
                  });
      int port = first.port();
      first.close();
      try (RawUpstream again =
          Awaitility.await().ignoreExceptions().until(() -> new RawUpstream(port), u -> true)) {
        load.join();
        assertThat(others).hasValue(0);
        assertThat(again.connectionsAccepted()).isGreaterThanOrEqualTo(0);
      }
    }
  }
}
