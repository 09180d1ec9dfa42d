package signet.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.VerifiedJwt;

/** Against a server that answers introspection as it is told to. */
final class IntrospectedRolesTest {
  private static final String CLERK =
      "{\"active\":true,\"sub\":\"alice\",\"roles\":[\"clerk\",\"packer\"]}";

  private final AtomicLong nanos = new AtomicLong(42);
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean held;
  private volatile int status = 200;
  private volatile String body = CLERK;
  private HttpServer server;
  private IntrospectedRoles roles;
  private VerifiedJwt jwt;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/introspect", this::answer);
    server.start();
    roles = builder().secret("orders", "s3cret").nanoTime(nanos::get).build();
    jwt = verified();
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop(0);
    executor.shutdownNow();
  }

  private IntrospectedRoles.Builder builder() {
    return IntrospectedRoles.at(
            URI.create("http://localhost:" + server.getAddress().getPort() + "/introspect"))
        .timeout(Duration.ofSeconds(20));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      questions.add(
          exchange.getRequestHeaders().getFirst("Authorization")
              + " "
              + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      if (held) {
        released.await(30, TimeUnit.SECONDS);
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static VerifiedJwt verified() throws Exception {
    PrivateJwk key = PrivateJwk.generate(JwsAlgorithm.ES256);
    Instant now = Instant.now();
    String token =
        JwtSigner.of(SigningKey.of(key), "at+jwt")
            .sign(
                JwtClaims.builder()
                    .issuer("https://auth.example")
                    .subject("alice")
                    .audience("orders")
                    .issuedAt(now)
                    .expiresAt(now.plusSeconds(300))
                    .jwtId("t-1")
                    .claim("client_id", "default")
                    .build());
    return JwtVerifier.accessToken("https://auth.example", "orders")
        .keys(JwkSet.of(key.toPublic()))
        .build()
        .verifyOrThrow(token);
  }

  @Test
  void asksWithItsOwnCredentialsAndGivesTheRolesOfNow() {
    assertThat(roles.of(jwt, "a.b.c")).contains(List.of("clerk", "packer"));
    // orders:s3cret in base64.
    assertThat(questions)
        .containsExactly("Basic b3JkZXJzOnMzY3JldA== token=a.b.c&token_type_hint=access_token");
  }

  @Test
  void keepsAnAnswerForFiveSecondsAndNoLonger() {
    assertThat(roles.of(jwt, "a.b.c")).isPresent();
    body = CLERK.replace("clerk", "manager");
    nanos.addAndGet(Duration.ofSeconds(5).toNanos() - 1);
    assertThat(roles.of(jwt, "a.b.c")).contains(List.of("clerk", "packer"));
    nanos.addAndGet(1);
    assertThat(roles.of(jwt, "a.b.c")).contains(List.of("manager", "packer"));
    assertThat(questions).hasSize(2);
  }

  @Test
  void keepsAnswersOfDifferentTokensApart() {
    assertThat(roles.of(jwt, "a.b.c")).contains(List.of("clerk", "packer"));
    body = "{\"active\":false}";
    assertThat(roles.of(jwt, "a.b.d")).isEmpty();
    assertThat(roles.of(jwt, "a.b.c")).isPresent();
  }

  @Test
  void keepsNoMoreAnswersThanItMay() {
    IntrospectedRoles small =
        builder().secret("orders", "s").maxEntries(2).nanoTime(nanos::get).build();
    for (String token : List.of("1", "2", "3", "2", "3", "1")) {
      assertThat(small.of(jwt, token)).isPresent();
    }
    // The first one had to go for the third.
    assertThat(questions).hasSize(4);
  }

  @Test
  void asksOnceForManyWhoAskAtTheSameTime() throws Exception {
    held = true;
    List<CompletableFuture<Optional<List<String>>>> answers = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      answers.add(
          CompletableFuture.supplyAsync(
              () -> {
                begun.countDown();
                return roles.of(jwt, "a.b.c");
              },
              executor));
    }
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    released.countDown();
    for (CompletableFuture<Optional<List<String>>> answer : answers) {
      assertThat(answer.get(30, TimeUnit.SECONDS)).contains(List.of("clerk", "packer"));
    }
    assertThat(questions).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"active\":false}",
        "{\"active\":false,\"sub\":\"alice\",\"roles\":[\"clerk\"]}",
        "{\"active\":true,\"sub\":\"mallory\",\"roles\":[\"clerk\"]}",
        "{\"active\":true,\"roles\":[\"clerk\"]}"
      })
  void saysThatATokenCountsNoMoreWhereTheServerDoesNotSayThatItDoes(String answer) {
    body = answer;
    assertThat(roles.of(jwt, "a.b.c")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"active\":\"true\",\"sub\":\"alice\"}",
        "{\"active\":true,\"active\":false,\"sub\":\"alice\"}",
        "<html>"
      })
  void failsWhereTheAnswerIsNone(String answer) {
    body = answer;
    assertThatExceptionOfType(LiveRolesUnavailableException.class)
        .isThrownBy(() -> roles.of(jwt, "a.b.c"));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 404, 429, 500, 503})
  void failsWhereTheServerRefusesAndAsksAgainNextTime(int refusal) {
    status = refusal;
    assertThatExceptionOfType(LiveRolesUnavailableException.class)
        .isThrownBy(() -> roles.of(jwt, "a.b.c"))
        .withMessageNotContaining("a.b.c");
    status = 200;
    assertThat(roles.of(jwt, "a.b.c")).isPresent();
  }

  @Test
  void failsWhereNobodyAnswers() {
    server.stop(0);
    assertThatExceptionOfType(LiveRolesUnavailableException.class)
        .isThrownBy(() -> roles.of(jwt, "a.b.c"));
  }

  @Test
  void failsWhereTheAnswerTakesTooLong() {
    held = true;
    IntrospectedRoles hasty =
        builder().secret("orders", "s").timeout(Duration.ofMillis(200)).build();
    assertThatExceptionOfType(LiveRolesUnavailableException.class)
        .isThrownBy(() -> hasty.of(jwt, "a.b.c"));
  }

  @Test
  void failsWhereTheAnswerIsTooLong() {
    body = CLERK + " ".repeat(70_000);
    assertThatExceptionOfType(LiveRolesUnavailableException.class)
        .isThrownBy(() -> roles.of(jwt, "a.b.c"));
  }

  @Test
  void needsToKnowWhoAsksAndNeverShowsTheSecret() {
    assertThatIllegalStateException().isThrownBy(() -> builder().build());
    assertThat(roles.toString() + builder().secret("orders", "s3cret")).doesNotContain("s3cret");
  }
}
