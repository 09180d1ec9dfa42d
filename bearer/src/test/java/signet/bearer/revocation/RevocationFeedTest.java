package signet.bearer.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static signet.bearer.revocation.FakeFeed.fresh;
import static signet.bearer.revocation.FakeFeed.revoked;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.bearer.ClientCredentials;
import signet.bearer.revocation.RevocationHealth.State;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;
import signet.testkit.time.FakeClock;

@Timeout(60)
class RevocationFeedTest {
  private static final String S1 = "{\"sid\":\"s-1\",\"exp\":4000000000}";
  private static final String S2 = "{\"sid\":\"s-2\",\"exp\":4000000000}";

  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final Tokens tokens = new Tokens(clock);
  private final VerifiedJwt first = tokens.verified(c -> c.claim("sid", "s-1"));
  private final VerifiedJwt second = tokens.verified(c -> c.claim("sid", "s-2"));
  private FakeFeed server;
  private RevocationFeed feed;

  @BeforeEach
  void serve() throws IOException {
    server = new FakeFeed();
  }

  @AfterEach
  void stop() {
    if (feed != null) {
      feed.close();
    }
    server.close();
  }

  private void follow(UnaryOperator<RevocationFeed.Builder> settings) {
    ClientCredentials credentials =
        ClientCredentials.at(server.uri("/token")).secret("orders", "secret").build();
    feed =
        settings
            .apply(
                RevocationFeed.of(server.uri("/stream"), credentials)
                    .clock(clock)
                    .nanoTime(nanos::get))
            .start();
  }

  private void follow() {
    follow(builder -> builder);
  }

  private static void soon(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
  }

  private void awaitState(State state) {
    soon(() -> assertThat(feed.health().state()).isEqualTo(state));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    clock.advance(time);
  }

  private void assertRefused(VerifiedJwt jwt, RejectReason reason) {
    assertThat(feed.reject(jwt)).contains(reason);
  }

  private void assertAccepted(VerifiedJwt jwt) {
    assertThat(feed.reject(jwt)).isEmpty();
  }

  @Test
  void beforeTheFirstAnswerNoTokenIsAccepted() {
    server.status = 503;
    follow();
    soon(() -> assertThat(feed.health().failure()).contains("the revocation feed answered 503"));
    assertThat(feed.health().state()).isEqualTo(State.STARTING);
    assertRefused(first, RejectReason.REVOCATIONS_UNAVAILABLE);
  }

  @Test
  void entriesAloneAreNoAnswerYet() {
    server.greeting = revoked("e:1", S1);
    follow();
    soon(() -> assertRefused(first, RejectReason.REVOKED));
    assertRefused(second, RejectReason.REVOCATIONS_UNAVAILABLE);
    server.say(fresh("e", 1, 0));
    soon(() -> assertAccepted(second));
  }

  @Test
  void hearsOfWhatComesAndResumesWhereItWas() throws IOException {
    server.greeting = revoked("e:1", S1) + fresh("e", 3, 0);
    follow();
    awaitState(State.FRESH);
    assertRefused(first, RejectReason.REVOKED);
    assertAccepted(second);
    server.say(revoked("e:4", S2));
    soon(() -> assertRefused(second, RejectReason.REVOKED));
    server.greeting = fresh("e", 5, 0);
    server.hangUp();
    soon(() -> assertThat(server.positions).containsExactly("none", "e:4"));
    soon(() -> assertThat(feed.health().seq()).isEqualTo(5));
    assertRefused(first, RejectReason.REVOKED);
  }

  @Test
  void aFeedThatBeginsAnewTakesNothingBack() throws IOException {
    server.greeting = revoked("e:1", S1) + fresh("e", 1, 0);
    follow();
    awaitState(State.FRESH);
    server.say("event: reset\ndata: {}\n\n");
    server.greeting = revoked("f:1", S2) + fresh("f", 1, 0);
    server.hangUp();
    soon(() -> assertRefused(second, RejectReason.REVOKED));
    assertRefused(first, RejectReason.REVOKED);
    assertThat(server.positions).containsExactly("none", "none");
    soon(() -> assertThat(feed.health().epoch()).contains("f"));
  }

  @Test
  void whatIsStaleIsToldAndJudgedByPolicy() {
    server.greeting = revoked("e:1", S1) + fresh("e", 1, 0);
    follow();
    awaitState(State.FRESH);
    VerifiedJwt admin = tokens.verified(c -> c.claim("scope", "orders:read signet:admin"));
    VerifiedJwt lasting =
        tokens.verified(c -> c.expiresAt(clock.instant().plus(Duration.ofSeconds(901))));
    VerifiedJwt undated =
        tokens.verified(c -> JwtClaims.builder().expiresAt(clock.instant().plusSeconds(60)));
    pass(Duration.ofSeconds(30));
    assertThat(feed.health().state()).isEqualTo(State.FRESH);
    assertAccepted(admin);
    assertAccepted(lasting);
    pass(Duration.ofMillis(1));
    assertThat(feed.health().state()).isEqualTo(State.STALE);
    assertThat(feed.health().age()).contains(Duration.ofMillis(30_001));
    assertAccepted(second);
    assertThat(feed.reject(second, StalePolicy.REFUSE))
        .contains(RejectReason.REVOCATIONS_UNAVAILABLE);
    assertRefused(admin, RejectReason.REVOCATIONS_UNAVAILABLE);
    assertRefused(lasting, RejectReason.REVOCATIONS_UNAVAILABLE);
    assertRefused(undated, RejectReason.REVOCATIONS_UNAVAILABLE);
    assertRefused(first, RejectReason.REVOKED);
  }

  @Test
  void theAgeThatTheServerTellsCounts() {
    server.greeting = fresh("e", 1, 29_000);
    follow();
    awaitState(State.FRESH);
    pass(Duration.ofSeconds(2));
    assertThat(feed.health().state()).isEqualTo(State.STALE);
  }

  @Test
  void aSilentConnectionIsGivenUp() {
    server.greeting = fresh("e", 7, 0);
    follow();
    awaitState(State.FRESH);
    pass(Duration.ofSeconds(7));
    soon(() -> assertThat(server.positions).containsExactly("none", "e:7"));
  }

  @Test
  void aTokenThatIsRefusedIsReplaced() {
    server.status = 401;
    follow();
    soon(() -> assertThat(server.authorizations).contains("Bearer t-1", "Bearer t-2"));
    server.status = 200;
    server.greeting = fresh("e", 1, 0);
    awaitState(State.FRESH);
  }

  @Test
  void anEntryOfAnUnknownKindIsNotPassedOver() {
    server.greeting = revoked("e:1", "{\"device\":\"d-1\",\"exp\":4000000000}") + fresh("e", 1, 0);
    follow();
    soon(() -> assertThat(feed.health().failure().orElse("")).contains("a kind that is not known"));
    assertRefused(second, RejectReason.REVOCATIONS_UNAVAILABLE);
  }

  @Test
  void whatDoesNotFitCountsAsStale() {
    server.greeting = revoked("e:2", S1, S2) + fresh("e", 2, 0);
    follow(builder -> builder.maxEntries(1));
    awaitState(State.FULL);
    VerifiedJwt lasting =
        tokens.verified(c -> c.expiresAt(clock.instant().plus(Duration.ofHours(1))));
    assertRefused(lasting, RejectReason.REVOCATIONS_UNAVAILABLE);
    assertAccepted(tokens.verified(c -> c));
  }

  @Test
  void whatHadNoRoomIsReadAnewOnceThereIsSomeAndIsMissingUntilThen() {
    String soonOver =
        "{\"sid\":\"s-1\",\"exp\":%d}".formatted(clock.instant().getEpochSecond() + 30);
    server.greeting = revoked("e:1", soonOver) + revoked("e:2", S2) + fresh("e", 2, 0);
    follow(
        builder ->
            builder
                .maxEntries(1)
                .staleAfter(Duration.ofHours(1))
                .silence(Duration.ofHours(1))
                .whenStale(StalePolicy.REFUSE));
    awaitState(State.FULL);
    server.greeting = "";
    pass(Duration.ofMinutes(2));
    soon(() -> assertThat(server.positions).containsExactly("none", "none"));
    assertThat(feed.health().state()).isEqualTo(State.FULL);
    assertRefused(second, RejectReason.REVOCATIONS_UNAVAILABLE);
    server.say(revoked("e:2", S2) + fresh("e", 2, 0));
    awaitState(State.FRESH);
    assertRefused(second, RejectReason.REVOKED);
  }

  @Test
  void whatAClockThatWasAheadLetGoOfIsReadAnewOnceItIsSetRight() {
    String later = "{\"sid\":\"s-1\",\"exp\":%d}".formatted(clock.instant().getEpochSecond() + 930);
    server.greeting = revoked("e:1", later) + fresh("e", 1, 0);
    follow(
        builder ->
            builder
                .staleAfter(Duration.ofHours(1))
                .silence(Duration.ofHours(1))
                .whenStale(StalePolicy.REFUSE));
    awaitState(State.FRESH);
    server.greeting = "";
    clock.advance(Duration.ofHours(1));
    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    soon(() -> assertThat(feed.health().entries()).isZero());

    // At once, and not when a minute has passed.
    clock.advance(Duration.ofHours(-1));

    soon(() -> assertThat(server.positions).containsExactly("none", "none"));
    assertThat(feed.health().state()).isEqualTo(State.FULL);
    assertRefused(first, RejectReason.REVOCATIONS_UNAVAILABLE);
    server.say(revoked("e:1", later) + fresh("e", 1, 0));
    awaitState(State.FRESH);
    assertRefused(first, RejectReason.REVOKED);
  }

  @Test
  void whatACopyLacksAsItsClockWasAheadIsReadAnewOnceItIsSetRight() {
    Path copy = folder.resolve("revocations");
    clock.advance(Duration.ofHours(1));
    server.greeting = fresh("e", 1, 0);
    follow(builder -> builder.copy(copy));
    awaitState(State.FRESH);
    feed.close();
    server.greeting = "";
    follow(builder -> builder.copy(copy));
    soon(() -> assertThat(server.positions).containsExactly("none", "e:1"));

    clock.advance(Duration.ofHours(-1));

    soon(() -> assertThat(server.positions).containsExactly("none", "e:1", "none"));
    assertThat(feed.isFresh()).isFalse();
    server.say(revoked("e:1", S1) + fresh("e", 1, 0));
    awaitState(State.FRESH);
    assertRefused(first, RejectReason.REVOKED);
  }

  @Test
  void aCopyOutlivesTheProcessAndAges() throws IOException {
    Path copy = folder.resolve("revocations");
    server.greeting = revoked("e:1", S1) + fresh("e", 9, 0);
    follow(builder -> builder.copy(copy));
    awaitState(State.FRESH);
    feed.close();
    server.status = 503;

    clock.advance(Duration.ofSeconds(20));
    follow(builder -> builder.copy(copy));
    assertThat(feed.health().state()).isEqualTo(State.FRESH);
    assertRefused(first, RejectReason.REVOKED);
    assertAccepted(second);
    soon(() -> assertThat(server.positions).contains("e:9"));
    feed.close();

    clock.advance(Duration.ofHours(1));
    follow(builder -> builder.copy(copy));
    assertThat(feed.health().state()).isEqualTo(State.STALE);
    feed.close();

    // A clock that went back knows no age.
    clock.advance(Duration.ofHours(-2));
    follow(builder -> builder.copy(copy));
    assertThat(feed.health().state()).isEqualTo(State.STARTING);
    assertRefused(first, RejectReason.REVOKED);
  }

  @Test
  void credentialsTravelToSafeAddressesAlone() {
    ClientCredentials credentials =
        ClientCredentials.at(server.uri("/token")).secret("orders", "secret").build();
    assertThatThrownBy(() -> RevocationFeed.of(URI.create("http://id.example/stream"), credentials))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the revocation feed is https");
  }
}
