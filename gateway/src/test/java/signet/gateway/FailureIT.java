package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients see when parts fail, and that others see nothing of it. */
class FailureIT {
  private static TestIssuer issuer;

  @BeforeAll
  static void start() throws IOException {
    issuer = new TestIssuer();
  }

  @AfterAll
  static void stop() {
    issuer.close();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String twoServices(String first, String second) {
    return """
    upstreams:
      one: {addresses: [%s]}
      two: {addresses: [%s]}
    routes:
      - {path: /one, policy: public, first-byte-time: 1s, idle-time: 1s, body-bytes: 1KiB, upstream: one}
      - {path: /two, policy: public, upstream: two}
    """
        .formatted(first, second);
  }

  @Test
  void aServiceThatIsAwayIs502AndOthersGoOn() throws IOException {
    try (RawUpstream second = new RawUpstream();
        TestGateway gateway =
            new TestGateway(
                issuer, twoServices("http://127.0.0.1:" + closedPort(), second.url()))) {
      assertThat(gateway.ask(get("/one")))
          .startsWith("HTTP/1.1 502 ")
          .contains("application/problem+json")
          .contains("\"type\":\"upstream-failed\"")
          .containsPattern("\"correlation_id\":\"[0-9a-f]{32}\"");
      assertThat(gateway.ask(get("/two"))).startsWith("HTTP/1.1 200 ");
      // Each connection has an event loop of its own, so the lines come in any order.
      assertThat(gateway.log(2))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("\"route\":\"one\"", "\"status\":502")
                      .contains("\"reason\":\"upstream_failed\""));
    }
  }

  @Test
  void aServiceThatDoesNotAnswerIs504() throws IOException {
    try (RawUpstream silent = new RawUpstream();
        TestGateway gateway = new TestGateway(issuer, twoServices(silent.url(), silent.url()))) {
      silent.answers((request, socket) -> new CountDownLatch(1).await());

      assertThat(gateway.ask(get("/one"))).startsWith("HTTP/1.1 504 ");
    }
  }

  @Test
  void anAnswerThatBreaksOffIsNotTakenForWhole() throws IOException {
    try (RawUpstream upstream = new RawUpstream();
        TestGateway gateway =
            new TestGateway(issuer, twoServices(upstream.url(), upstream.url()))) {
      upstream.answers(
          (request, socket) -> {
            socket
                .getOutputStream()
                .write(
                    RawUpstream.bytes(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"));
            socket.close();
          });
      try (RawClient client = gateway.connect()) {
        assertThat(client.send(get("/two")).rest()).endsWith("abc\r\n");
      }
      // Nothing more comes, for longer than the route allows.
      upstream.answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      try (RawClient client = gateway.connect()) {
        assertThat(client.send(get("/one")).rest()).endsWith("abc\r\n");
      }
    }
  }

  @Test
  void anAnswerThatCannotBeCarriedOnIs502AtOnce() throws IOException {
    try (RawUpstream odd = new RawUpstream();
        TestGateway gateway = new TestGateway(issuer, twoServices(odd.url(), odd.url()))) {
      for (String field : List.of("X-Odd: a\0b", "X-Odd: a\fb", "X-O\0d: a", ": a")) {
        odd.answers("HTTP/1.1 200 OK\r\n" + field + "\r\nContent-Length: 2\r\n\r\nok");

        assertThat(gateway.ask(get("/two")))
            .as(field)
            .startsWith("HTTP/1.1 502 ")
            .contains("\"type\":\"upstream-failed\"")
            .doesNotContain("Odd");

        odd.answers(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
                + field
                + "\r\n\r\n");
        try (RawClient client = gateway.connect()) {
          assertThat(client.send(get("/two")).rest()).as(field).doesNotEndWith("0\r\n\r\n");
        }
      }
    }
  }

  /** HTTP/2 could carry it to a client of HTTP/1.1 as two fields, or as another answer. */
  @Test
  void anAnswerOfHttp2ThatCannotBeCarriedOnIs502AtOnce() throws IOException {
    try (Http2Upstream odd = new Http2Upstream();
        TestGateway gateway =
            new TestGateway(
                issuer,
                """
                upstreams:
                  odd: {addresses: [%s], http2: true}
                routes:
                  - {path: /odd, policy: public, upstream: odd}
                """
                    .formatted(odd.url()))) {
      for (String value : List.of("a\0b", "a\fb", "a\r\nX-Forged: b", "a\nb")) {
        odd.answers(Map.of("x-odd", value));

        assertThat(gateway.ask(get("/odd"))).startsWith("HTTP/1.1 502 ").doesNotContain("orged");
      }
      odd.answers(Map.of("x-odd", "a\tb"));
      assertThat(gateway.ask(get("/odd"))).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aBodyThatIsTooLongOrTooSlowIsRefused() throws IOException {
    try (RawUpstream upstream = new RawUpstream();
        TestGateway gateway =
            new TestGateway(issuer, twoServices(upstream.url(), upstream.url()))) {
      String head = "POST /one HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
      String piece = "200\r\n" + "x".repeat(512) + "\r\n";
      try (RawClient client = gateway.connect()) {
        assertThat(client.send(head + piece + piece + piece).answer()).startsWith("HTTP/1.1 413 ");
      }
      try (RawClient client = gateway.connect()) {
        assertThat(client.send(head + piece).answer()).startsWith("HTTP/1.1 408 ");
      }
      assertThat(upstream.requests()).isEmpty();
    }
  }

  @Test
  void repeatsWhatMayBeRepeatedOnAnotherServer() throws IOException {
    try (RawUpstream broken = new RawUpstream();
        RawUpstream whole = new RawUpstream();
        TestGateway gateway =
            new TestGateway(
                issuer,
                """
                upstreams:
                  both: {addresses: [%s, %s]}
                routes:
                  - {path: /both, policy: public, upstream: both}
                """
                    .formatted(broken.url(), whole.url()))) {
      broken.answers((request, socket) -> socket.close());

      for (int i = 0; i < 20; i++) {
        assertThat(gateway.ask(get("/both"))).startsWith("HTTP/1.1 200 ");
      }
      // After three failures in a row it is left alone.
      assertThat(broken.requests().size()).isBetween(1, 3);
      assertThat(whole.requests()).hasSize(20);
    }
  }

  @Test
  void aClientThatLeavesIsNoFailureOfTheServer() throws IOException {
    try (RawUpstream silent = new RawUpstream();
        TestGateway gateway = new TestGateway(issuer, twoServices(silent.url(), silent.url()))) {
      silent.answers((request, socket) -> new CountDownLatch(1).await());
      for (int i = 1; i <= 3; i++) {
        int sent = i;
        try (RawClient client = gateway.connect()) {
          client.send(get("/one"));
          Awaitility.await().until(() -> silent.requests().size() == sent);
        }
      }

      assertThat(gateway.log(3)).allMatch(line -> line.contains("\"reason\":\"client_gone\""));
      assertThat(gateway.askManagement("/health/ready")).doesNotContain("\"down\"");
      assertThat(silent.requests()).hasSize(3);
    }
  }

  @Test
  void neverRepeatsWhatMayHaveHappened() throws IOException {
    try (RawUpstream broken = new RawUpstream();
        TestGateway gateway = new TestGateway(issuer, twoServices(broken.url(), broken.url()))) {
      broken.answers((request, socket) -> socket.close());

      String post = "POST /two HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
      assertThat(gateway.ask(post)).startsWith("HTTP/1.1 502 ");
      assertThat(broken.requests()).hasSize(1);
      String put = "PUT /two HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx";
      assertThat(gateway.ask(put)).startsWith("HTTP/1.1 502 ");
      assertThat(broken.requests()).hasSize(2);
      assertThat(gateway.ask(get("/two"))).startsWith("HTTP/1.1 502 ");
      assertThat(broken.requests()).hasSize(5);
    }
  }

  @Test
  void withoutKeysItIs503AndNever401() throws IOException {
    try (TestIssuer away = new TestIssuer();
        RawUpstream upstream = new RawUpstream()) {
      away.publish();
      try (TestGateway gateway = new TestGateway(away, TestGateway.routes(upstream.url()))) {
        assertThat(gateway.ask(get("/orders", gateway.bearer())))
            .startsWith("HTTP/1.1 503 ")
            .contains("Retry-After: 5\r\n")
            .contains("keys_unavailable");
        assertThat(gateway.ask(get("/orders"))).startsWith("HTTP/1.1 401 ");
        assertThat(gateway.ask(get("/public"))).startsWith("HTTP/1.1 200 ");
        assertThat(upstream.requests()).hasSize(1);
      }
    }
  }

  @Test
  void goesOnWithTheKeysItHasWhileTheIssuerIsAway() throws IOException {
    try (RawUpstream upstream = new RawUpstream()) {
      TestIssuer leaving = new TestIssuer();
      try (TestGateway gateway = new TestGateway(leaving, TestGateway.routes(upstream.url()))) {
        assertThat(gateway.ask(get("/orders", gateway.bearer()))).startsWith("HTTP/1.1 200 ");
        leaving.close();
        assertThat(gateway.ask(get("/orders", gateway.bearer()))).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void whatIsTooMuchAtOnceIs503() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (RawUpstream slow = new RawUpstream();
        TestGateway gateway =
            new TestGateway(
                issuer, TestGateway.routes(slow.url()) + "limits: {requests-in-flight: 2}\n")) {
      slow.answers(
          (request, socket) -> {
            go.await();
            socket.getOutputStream().write(RawUpstream.bytes(RawUpstream.OK));
          });
      try (RawClient one = gateway.connect();
          RawClient two = gateway.connect()) {
        one.send(get("/public"));
        two.send(get("/public"));
        Awaitility.await().until(() -> slow.requests().size() == 2);

        assertThat(gateway.ask(get("/public")))
            .startsWith("HTTP/1.1 503 ")
            .contains("Retry-After: 1\r\n");
        go.countDown();
        assertThat(one.answer()).startsWith("HTTP/1.1 200 ");
        assertThat(two.answer()).startsWith("HTTP/1.1 200 ");
      }
      assertThat(gateway.ask(get("/public"))).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void whatWaitsForAConnectionIsBounded() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (RawUpstream slow = new RawUpstream();
        TestGateway gateway =
            new TestGateway(
                issuer,
                """
                upstreams:
                  one: {addresses: [%s], connections: 1, waiting: 0}
                routes:
                  - {path: /one, policy: public, upstream: one}
                """
                    .formatted(slow.url()))) {
      slow.answers(
          (request, socket) -> {
            go.await();
            socket.getOutputStream().write(RawUpstream.bytes(RawUpstream.OK));
          });
      try (RawClient one = gateway.connect()) {
        one.send(get("/one"));
        Awaitility.await().until(() -> slow.requests().size() == 1);
        // Two event loops have a connection each; beyond that nobody waits.
        one.send(get("/one"));
        boolean busy =
            IntStream.range(0, 4).mapToObj(i -> askInBackground(gateway)).toList().stream()
                .map(FailureIT::join)
                .anyMatch(answer -> answer.startsWith("HTTP/1.1 503 "));
        go.countDown();
        assertThat(busy).isTrue();
      }
    }
  }

  private static CompletableFuture<String> askInBackground(TestGateway gateway) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return gateway.ask(get("/one"));
          } catch (IOException e) {
            return "";
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  private static String join(CompletableFuture<String> answer) {
    return answer.completeOnTimeout("", 1, TimeUnit.SECONDS).join();
  }
}
