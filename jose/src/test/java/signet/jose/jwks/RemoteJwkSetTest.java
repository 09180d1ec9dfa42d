package signet.jose.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.testkit.time.FakeClock;

class RemoteJwkSetTest {
  private static final PrivateJwk OLD = PrivateJwk.generate(JwsAlgorithm.ES256);
  private static final PrivateJwk NEW = PrivateJwk.generate(JwsAlgorithm.ES256);
  private static final String OLD_KID = OLD.kid().orElseThrow();
  private static final String NEW_KID = NEW.kid().orElseThrow();

  private final KeyServer server = new KeyServer();
  private final FakeClock clock = FakeClock.at("2026-01-01T00:00:00Z");
  private final List<RemoteJwkSet.Event> events = new CopyOnWriteArrayList<>();
  private final RemoteJwkSet keys = builder().build();

  private RemoteJwkSet.Builder builder() {
    return RemoteJwkSet.builder(server.uri())
        .clock(clock)
        .timeout(Duration.ofSeconds(2))
        .coolDown(Duration.ofSeconds(10))
        .maxStale(Duration.ofHours(1))
        .listener(events::add);
  }

  @AfterEach
  void stop() {
    keys.close();
    server.close();
  }

  private static String json(PrivateJwk... pairs) {
    return JwkSet.of(pairs).toJson();
  }

  private List<String> kids() {
    return keys.current().map(JwkSet::kids).orElse(List.of());
  }

  private void awaitEvents(int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (events.size() < count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(events).hasSizeGreaterThanOrEqualTo(count);
  }

  @Test
  void fetchesAtFirstUseAndKeepsTheInstance() {
    server.serve(json(OLD));
    assertThat(server.requests()).isZero();
    Optional<JwkSet> first = keys.current();
    assertThat(first.orElseThrow().kids()).containsExactly(OLD_KID);
    assertThat(keys.current().orElseThrow()).isSameAs(first.orElseThrow());
    assertThat(server.requests()).isEqualTo(1);
    assertThat(keys.fetchedAt()).contains(clock.instant());
  }

  @Test
  void hasOneFetchInFlightWhoeverAsks() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    server.answer(
        exchange -> {
          try {
            release.await(2, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          KeyServer.send(exchange, 200, json(OLD));
        });
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Optional<JwkSet>>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(threads.submit(keys::current));
    }
    release.countDown();
    for (Future<Optional<JwkSet>> answer : answers) {
      assertThat(answer.get()).isPresent();
    }
    threads.shutdown();
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void refreshesInTheBackgroundBeforeTheSetExpires() {
    server.answer(
        exchange -> {
          exchange.getResponseHeaders().add("Cache-Control", "public, max-age=300");
          KeyServer.send(exchange, 200, json(OLD));
        });
    assertThat(kids()).containsExactly(OLD_KID);
    clock.advance(Duration.ofSeconds(205));
    assertThat(kids()).containsExactly(OLD_KID);
    assertThat(server.requests()).isEqualTo(1);
    server.serve(json(OLD, NEW));
    clock.advance(Duration.ofSeconds(40));
    // The caller does not wait for the refresh that it starts.
    assertThat(kids()).containsExactly(OLD_KID);
    awaitEvents(2);
    assertThat(kids()).containsExactly(OLD_KID, NEW_KID);
  }

  @Test
  void asksWithTheEtagAndKeepsTheInstanceOn304() {
    List<String> asked = new CopyOnWriteArrayList<>();
    server.answer(
        exchange -> {
          String etag = exchange.getRequestHeaders().getFirst("If-None-Match");
          asked.add(String.valueOf(etag));
          exchange.getResponseHeaders().add("ETag", "\"v1\"");
          KeyServer.send(exchange, etag == null ? 200 : 304, etag == null ? json(OLD) : "");
        });
    JwkSet first = keys.current().orElseThrow();
    clock.advance(Duration.ofMinutes(6));
    keys.current();
    awaitEvents(2);
    assertThat(asked).containsExactly("null", "\"v1\"");
    assertThat(keys.current().orElseThrow()).isSameAs(first);
    assertThat(keys.fetchedAt()).contains(clock.instant());
  }

  @Test
  void findsANewKeyWhenATokenNamesIt() {
    server.serve(json(OLD));
    assertThat(kids()).containsExactly(OLD_KID);
    server.serve(json(OLD, NEW));
    clock.advance(Duration.ofSeconds(11));
    assertThat(keys.after(NEW_KID).orElseThrow().kids()).contains(NEW_KID);
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void floodOfUnknownKidsCostsOneFetchACoolDown() {
    server.serve(json(OLD));
    keys.current();
    clock.advance(Duration.ofSeconds(11));
    for (int i = 0; i < 1000; i++) {
      assertThat(keys.after("kid-" + i).orElseThrow().kids()).containsExactly(OLD_KID);
    }
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void anUnknownKidIsToldWithTheFactsOnceACoolDown() {
    List<RemoteJwkSet.UnknownKid> told = new CopyOnWriteArrayList<>();
    try (RemoteJwkSet telling = builder().unknownKidListener(told::add).build()) {
      server.serve(json(OLD));
      telling.current();
      clock.advance(Duration.ofSeconds(11));
      telling.after(OLD_KID);
      assertThat(told).isEmpty();

      telling.after("a\n\u001b[31mkid" + "x".repeat(100));
      telling.after("another");

      JwkSet held = telling.current().orElseThrow();
      assertThat(told)
          .containsExactly(
              new RemoteJwkSet.UnknownKid(
                  server.uri(),
                  "a???31mkid" + "x".repeat(54) + "…",
                  List.of(OLD_KID),
                  held.keysetId(),
                  clock.instant(),
                  telling.nextFetchAllowed()));
      clock.advance(Duration.ofSeconds(10));
      telling.after("another");
      assertThat(told).hasSize(2);
      assertThat(told.get(1).kid()).isEqualTo("another");
    }
  }

  @Test
  void doesNotAskAgainForAKidThatAFreshSetLacked() {
    server.serve(json(OLD));
    keys.current();
    clock.advance(Duration.ofSeconds(11));
    keys.after("nobody");
    assertThat(server.requests()).isEqualTo(2);
    clock.advance(Duration.ofSeconds(11));
    keys.after("nobody");
    assertThat(server.requests()).isEqualTo(2);
    clock.advance(Duration.ofSeconds(60));
    keys.after("nobody");
    assertThat(server.requests()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"keys\":[]}", "{\"keys\":[", "[]", "", "{\"keys\":[],\"keys\":[]}"})
  void neverReplacesAGoodSetByAnEmptyOrBrokenOne(String bad) {
    server.serve(json(OLD));
    keys.current();
    server.answer(exchange -> KeyServer.send(exchange, 200, bad));
    clock.advance(Duration.ofMinutes(6));
    keys.current();
    awaitEvents(2);
    assertThat(events.get(1).failure()).isNotNull();
    assertThat(kids()).containsExactly(OLD_KID);
  }

  @Test
  void answersNothingOnceTheSetIsTooOld() {
    server.serve(json(OLD));
    keys.current();
    server.answer(exchange -> KeyServer.send(exchange, 500, ""));
    clock.advance(Duration.ofMinutes(59));
    assertThat(kids()).containsExactly(OLD_KID);
    clock.advance(Duration.ofMinutes(1));
    assertThat(keys.current()).isEmpty();
    server.serve(json(NEW));
    clock.advance(Duration.ofSeconds(11));
    assertThat(kids()).containsExactly(NEW_KID);
  }

  @Test
  void findsALateIssuerAfterASecond() {
    server.answer(exchange -> KeyServer.send(exchange, 503, ""));
    assertThat(keys.current()).isEmpty();
    assertThat(keys.current()).isEmpty();
    assertThat(server.requests()).isEqualTo(1);
    server.serve(json(OLD));
    clock.advance(Duration.ofSeconds(1));
    assertThat(kids()).containsExactly(OLD_KID);
  }

  /** A machine may start with a clock that is days ahead, and hear of the time later. */
  @Test
  void aClockThatIsSetBackKeepsNobodyFromFetching() {
    clock.advance(Duration.ofDays(3));
    server.serve("nothing of use");
    assertThat(keys.current()).isEmpty();
    clock.advance(Duration.ofDays(-3));
    server.serve(json(OLD));
    assertThat(kids()).containsExactly(OLD_KID);

    clock.advance(Duration.ofDays(-3));
    server.serve(json(NEW));
    assertThat(kids()).containsExactly(OLD_KID);
    awaitEvents(3);
    assertThat(kids()).containsExactly(NEW_KID);
    assertThat(server.requests()).isEqualTo(3);
  }

  @Test
  void doesNotFollowRedirects() {
    server.answer(
        exchange -> {
          boolean first = exchange.getRequestURI().getPath().equals("/jwks.json");
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          KeyServer.send(exchange, first ? 302 : 200, first ? "" : json(OLD));
        });
    assertThat(keys.current()).isEmpty();
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void givesUpOnAnAnswerAbove512KiB() {
    server.answer(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[64 * 1024];
          try {
            for (int i = 0; i < 1024; i++) {
              exchange.getResponseBody().write(block);
            }
          } finally {
            exchange.close();
          }
        });
    assertThat(keys.current()).isEmpty();
    assertThat(events.get(0).failure()).hasStackTraceContaining("512 KiB");
  }

  @Test
  void givesUpOnAnAnswerThatTrickles() {
    RemoteJwkSet impatient = builder().timeout(Duration.ofMillis(300)).build();
    CountDownLatch end = new CountDownLatch(1);
    server.answer(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            end.await(5, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    assertThat(impatient.current()).isEmpty();
    end.countDown();
    impatient.close();
  }

  @Test
  void leavesOutKeysWhosePrivateHalfIsPublished() {
    server.serve("{\"keys\":[" + OLD.exportJson() + "," + NEW.toPublic().toJson() + "]}");
    assertThat(kids()).containsExactly(NEW_KID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://id.example/jwks.json",
        "http://localhost.evil.example/jwks.json",
        "http://127.0.0.1.evil.example/jwks.json",
        "file:///etc/passwd",
        "ftp://127.0.0.1/jwks.json",
        "https://user:secret@id.example/jwks.json",
        "data:application/json,{}"
      })
  void refusesAddressesThatAreNeitherHttpsNorLoopback(String uri) {
    assertThatThrownBy(() -> RemoteJwkSet.builder(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://id.example/jwks.json", "http://localhost:1/", "http://[::1]:1/jwks.json"})
  void takesHttpsAndLoopback(String uri) {
    assertThat(RemoteJwkSet.builder(URI.create(uri)).build()).isNotNull();
  }
}
