package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;
import static signet.gateway.TestGateway.lines;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.testkit.time.FakeClock;

/** What takes longer than a second ends with its token, whatever it is; what is quick does not. */
@Timeout(60)
class LastingIT {
  private static final String CHUNKED = "Transfer-Encoding: chunked";

  @RegisterExtension
  static final GatewayWorld world =
      GatewayWorld.of(url -> TestGateway.routes(url) + "revocations: {client: gateway}\n");

  @BeforeAll
  static void awaitRevocations() {
    world.gateway().awaitReady();
  }

  private static String bearer(String session) {
    return "Authorization: Bearer " + world.issuer().token("sid", session);
  }

  private static void logOut(String session) {
    world.issuer().revoke("\"sid\":\"" + session + "\"");
  }

  private static void awaitLasting(TestGateway gateway) {
    Awaitility.await().until(() -> gateway.live() == 1);
  }

  private static String post(String... headers) {
    return "POST /orders HTTP/1.1\r\nHost: localhost\r\n" + lines(headers) + "\r\n";
  }

  /** A piece twenty times a second, until the connection breaks off. */
  private static void endless(Socket socket, CountDownLatch brokenOff)
      throws IOException, InterruptedException {
    try {
      socket
          .getOutputStream()
          .write(RawUpstream.bytes("HTTP/1.1 200 OK\r\n" + CHUNKED + "\r\n\r\n"));
      while (true) {
        socket.getOutputStream().write(RawUpstream.bytes("1\r\nx\r\n"));
        Thread.sleep(50);
      }
    } finally {
      brokenOff.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"after a second", "before"})
  void aBodyThatGoesOnAfterALogoutDoesNotBecomeARequest(String when) throws IOException {
    try (RawClient client = world.connect()) {
      client.send(post(bearer(when), CHUNKED) + "1\r\na\r\n");
      if (!when.equals("before")) {
        awaitLasting(world.gateway());
      }

      logOut(when);

      // Sooner than the feed would tell of it again.
      client.socket().setSoTimeout(4_000);
      assertThat(client.answer())
          .startsWith("HTTP/1.1 401 ")
          .contains("error=\"invalid_token\", reason=\"revoked\"")
          .contains("\r\nConnection: close\r\n");
      client.send("0\r\n\r\n");
      assertThat(world.ask(get("/public"))).startsWith("HTTP/1.1 200 ");
    }
    assertThat(world.upstream().requests()).hasSize(1);
    assertThat(world.upstream().everything()).doesNotContain("0\r\n\r\n");
    Awaitility.await().until(() -> world.gateway().live() == 0);
  }

  @Test
  void aReloadWithinTheFirstSecondLosesNoLogout() throws Exception {
    String yaml = world.yaml() + "limits: {drain-time: 0s}\n";
    try (TestGateway gateway = new TestGateway(world.issuer(), yaml);
        RawClient client = gateway.connect()) {
      gateway.awaitReady();
      client.send(post(bearer("reloaded"), CHUNKED) + "1\r\na\r\n");
      Awaitility.await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> world.upstream().everything().endsWith("1\r\na\r\n"));
      String others = yaml + "tokens: {max-stale: 11m}\n";
      gateway.gateway.reload(TestGateway.config(world.issuer(), others));
      // A feed that was let go of reads one line more.
      Thread.sleep(100);
      world.issuer().refresh();
      Thread.sleep(50);

      logOut("reloaded");

      client.socket().setSoTimeout(4_000);
      assertThat(client.answer()).startsWith("HTTP/1.1 401 ").contains("reason=\"revoked\"");
    }
  }

  @Test
  void whatIsWaitedForIsRefused() throws IOException {
    world.upstream().answers((request, socket) -> new CountDownLatch(1).await());
    try (RawClient client = world.connect()) {
      client.send(get("/orders", bearer("waiting")));
      awaitLasting(world.gateway());

      logOut("waiting");

      assertThat(client.answer()).startsWith("HTTP/1.1 401 ").contains("reason=\"revoked\"");
    }
  }

  @Test
  void anAnswerThatGoesOnBreaksOffWhenItsTokenIsRevoked() throws Exception {
    CountDownLatch brokenOff = new CountDownLatch(1);
    world.upstream().answers((request, socket) -> endless(socket, brokenOff));
    try (RawClient client = world.connect()) {
      client.send(get("/orders", bearer("endless")));
      awaitLasting(world.gateway());

      logOut("endless");

      assertThat(client.rest())
          .startsWith("HTTP/1.1 200 ")
          .contains("1\r\nx\r\n")
          .doesNotEndWith("\r\n0\r\n\r\n");
    }
    assertThat(brokenOff.await(10, TimeUnit.SECONDS)).isTrue();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(world.gateway().log(1))
                    .anySatisfy(
                        line ->
                            assertThat(line)
                                .contains("\"sid\":\"endless\"", "\"reason\":\"token_ended\"")));
  }

  @Test
  void anAnswerThatGoesOnBreaksOffOnceItsTokenWouldBeRefusedAsExpired() throws Exception {
    CountDownLatch brokenOff = new CountDownLatch(1);
    world
        .upstream()
        .answers(
            (request, socket) -> {
              if (request.contains("/endless")) {
                endless(socket, brokenOff);
              }
              socket.getOutputStream().write(RawUpstream.bytes(RawUpstream.OK));
            });
    FakeClock clock = FakeClock.at(Instant.now());
    String bearer = world.gateway().bearer();
    try (TestGateway gateway =
            new TestGateway(world.issuer(), TestGateway.routes(world.upstream().url()), clock);
        RawClient client = gateway.connect()) {
      client.send(get("/orders/endless", bearer));
      awaitLasting(gateway);

      // Clocks may differ by 30 s.
      clock.advance(Duration.ofSeconds(615));
      assertThat(gateway.ask(get("/orders", bearer))).startsWith("HTTP/1.1 200 ");
      Awaitility.await().during(Duration.ofMillis(300)).until(() -> gateway.live() == 1);
      clock.advance(Duration.ofSeconds(30));

      assertThat(client.rest()).contains("1\r\nx\r\n").doesNotEndWith("\r\n0\r\n\r\n");
      assertThat(gateway.ask(get("/orders", bearer))).contains("reason=\"expired\"");
    }
    assertThat(brokenOff.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aQuickRequestIsLeftAlone() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    world
        .upstream()
        .answers(
            (request, socket) -> {
              if (request.contains(" /orders ")) {
                go.await();
              }
              socket.getOutputStream().write(RawUpstream.bytes(RawUpstream.OK));
            });
    String bearer = bearer("quick");
    try (RawClient client = world.connect()) {
      long began = System.nanoTime();
      client.send(get("/orders", bearer));
      Awaitility.await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> world.upstream().requests().size() == 1);
      logOut("quick");
      Awaitility.await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> world.ask(get("/maybe", bearer)).startsWith("HTTP/1.1 401 "));
      // What is under way is looked over a few times more.
      Thread.sleep(250);
      Duration lasted = Duration.ofNanos(System.nanoTime() - began);
      Assumptions.assumeTrue(lasted.toMillis() < 700, "nothing is quick on this machine");
      go.countDown();

      assertThat(client.answer()).startsWith("HTTP/1.1 200 ").endsWith("ok");
    }
  }

  /** Answers once it has the head, and keeps whatever comes until the connection ends. */
  private static void answerEarly(
      ServerSocket server, ByteArrayOutputStream seen, CountDownLatch ended) {
    try (Socket socket = server.accept()) {
      InputStream in = socket.getInputStream();
      int next;
      while ((next = in.read()) >= 0) {
        seen.write(next);
        if (text(seen).endsWith("\r\n\r\n")) {
          socket.getOutputStream().write(RawUpstream.bytes(RawUpstream.OK));
        }
      }
    } catch (IOException e) {
      // A reset ends it too.
    } finally {
      ended.countDown();
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void theRestOfABodyThatWasAnsweredEarlyEndsToo() throws Exception {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    CountDownLatch ended = new CountDownLatch(1);
    try (ServerSocket early = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TestGateway gateway =
            new TestGateway(
                world.issuer(),
                TestGateway.routes("http://127.0.0.1:" + early.getLocalPort())
                    + "revocations: {client: gateway}\n")) {
      Thread.ofVirtual().start(() -> answerEarly(early, seen, ended));
      gateway.awaitReady();
      try (RawClient client = gateway.connect()) {
        client.send(post(bearer("early"), CHUNKED) + "1\r\na\r\n");
        assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
        client.send("1\r\nb\r\n");
        Awaitility.await().until(() -> text(seen).endsWith("1\r\nb\r\n"));
        awaitLasting(gateway);

        logOut("early");

        assertThat(client.rest()).isEmpty();
      }
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(text(seen)).endsWith("1\r\nb\r\n");
    }
  }
}
