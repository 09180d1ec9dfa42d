package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.PrivateJwk;
import signet.server.audit.AuditEvent;
import signet.server.audit.AuditLog;
import signet.server.key.KeySnapshot;
import signet.server.key.KeyState;
import signet.server.key.KeyStep;
import signet.server.key.KeyStep.Making;
import signet.server.key.KeyStep.Move;
import signet.server.key.KeyStep.Publication;
import signet.server.key.KeyStore;
import signet.server.key.KeyStore.Change;
import signet.server.key.KeyStore.Taken;
import signet.server.key.KeyTimes;
import signet.server.key.StoredKey;

/** What every store of keys does, whatever lies beneath. */
public abstract class KeyStoreContract {
  private static final AuditEvent.Origin ORIGIN = new AuditEvent.Origin("test", "", "");
  private static final Change SILENT = new Change(List.of(), Optional.empty());
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final String PUBLIC =
      PrivateJwk.generate(JwsAlgorithm.ES256).withAlgorithm(JwsAlgorithm.ES256).toPublic().toJson();

  /** A store with nothing in it yet. */
  protected abstract KeyStore store();

  /** What was put on record, the oldest first. */
  protected abstract List<String> events();

  /** What that record holds, the oldest first. */
  protected static List<String> events(AuditLog log) {
    return log
        .list(
            new AuditLog.Query(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 100))
        .stream()
        .map(event -> event.event().event())
        .toList();
  }

  private static StoredKey key(String kid, KeyState state) {
    return new StoredKey(kid, "ES256", state, PUBLIC, "sealed " + kid, Instant.EPOCH);
  }

  private Taken make(String kid, KeyState state) {
    return tryToMake(store().seq(), kid, state).orElseThrow();
  }

  private Optional<Taken> tryToMake(long seq, String kid, KeyState state) {
    KeyStep step =
        new KeyStep(
            List.of(),
            Optional.empty(),
            Optional.of(new Making(JwsAlgorithm.ES256, state)),
            Optional.empty());
    return store().take(seq, step, Optional.of(key(kid, state)), SILENT);
  }

  private Optional<Taken> move(Move... moves) {
    KeyStep step =
        new KeyStep(List.of(moves), Optional.empty(), Optional.empty(), Optional.empty());
    return store().take(store().seq(), step, Optional.empty(), SILENT);
  }

  private Optional<Taken> publish(String kid, Duration untilSigning) {
    KeyStep step =
        new KeyStep(
            List.of(),
            Optional.of(new Publication(kid, untilSigning)),
            Optional.empty(),
            Optional.empty());
    return store().take(store().seq(), step, Optional.empty(), SILENT);
  }

  private StoredKey read(String kid) {
    return store().load().find(kid).orElseThrow();
  }

  @Test
  void aKeyThatIsMadeActiveSignsFromTheStoresOwnTimeOn() {
    Taken taken = make("a", KeyState.ACTIVE);

    KeySnapshot set = store().load();
    assertThat(set.seq()).isEqualTo(taken.seq()).isEqualTo(store().seq());
    StoredKey key = set.signing().orElseThrow();
    assertThat(key.sealedPrivate()).isEqualTo("sealed a");
    assertThat(key.publicJwk()).isEqualTo(PUBLIC);
    assertThat(key.sinceSeq()).isEqualTo(taken.seq());
    assertThat(key.times().activeAt()).contains(key.createdAt());
    assertThat(key.isPastGate(set.now())).isTrue();
    assertThat(Duration.between(key.createdAt(), set.now())).isLessThan(Duration.ofMinutes(5));
  }

  @Test
  void aKeyThatIsMadePendingHasNoTimesYet() {
    make("a", KeyState.PENDING);

    StoredKey key = read("a");
    assertThat(key.state()).isEqualTo(KeyState.PENDING);
    assertThat(key.times()).isEqualTo(KeyTimes.NONE);
    assertThat(key.isPastGate(Instant.MAX)).isFalse();
  }

  @Test
  void ofManyWhoTakeAStepFromTheSameNumberOneDoes() throws Exception {
    long seq = store().seq();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Optional<Taken>>> attempts =
          IntStream.range(0, 8)
              .<Callable<Optional<Taken>>>mapToObj(
                  i -> () -> tryToMake(seq, "k" + i, KeyState.PENDING))
              .toList();
      List<Optional<Taken>> results =
          threads.invokeAll(attempts).stream().map(Future::resultNow).toList();
      assertThat(results).filteredOn(Optional::isPresent).hasSize(1);
    }
    assertThat(store().all()).hasSize(1);
    assertThat(store().seq()).isEqualTo(seq + 1);
  }

  @Test
  void anOldNumberChangesNothing() {
    make("a", KeyState.ACTIVE);

    assertThat(tryToMake(store().seq() - 1, "b", KeyState.PENDING)).isEmpty();
    assertThat(tryToMake(store().seq() + 1, "b", KeyState.PENDING)).isEmpty();

    assertThat(store().all()).hasSize(1);
  }

  @Test
  void aSecondActiveKeyOfAnAlgorithmIsNotTaken() {
    make("a", KeyState.ACTIVE);
    make("b", KeyState.PENDING);
    long seq = store().seq();

    assertThat(tryToMake(seq, "c", KeyState.ACTIVE)).isEmpty();

    assertThat(store().seq()).isEqualTo(seq);
    assertThat(store().all()).extracting(StoredKey::kid).containsExactly("a", "b");
  }

  @Test
  void aKeyIsPublishedOnceEveryNodeWithALeaseHasLoadedIt() {
    make("a", KeyState.ACTIVE);
    assertThat(store().renew("n1", store().seq(), LEASE)).isTrue();
    assertThat(store().renew("n2", store().seq(), LEASE)).isTrue();
    make("b", KeyState.PENDING);

    assertThat(publish("b", Duration.ofMinutes(7))).isEmpty();
    assertThat(store().renew("n1", store().seq(), LEASE)).isTrue();
    assertThat(publish("b", Duration.ofMinutes(7))).isEmpty();
    store().leave("n2");
    assertThat(publish("b", Duration.ofMinutes(7))).isPresent();

    StoredKey key = read("b");
    Instant publishedAt = key.times().publishedAt().orElseThrow();
    assertThat(key.times().activateAt()).contains(publishedAt.plus(Duration.ofMinutes(7)));
    assertThat(key.state()).isEqualTo(KeyState.PENDING);
    assertThat(publish("b", Duration.ZERO)).as("a second time").isEmpty();
  }

  @Test
  void aNodeWhoseLeaseRanOutIsNotWaitedFor() {
    make("a", KeyState.ACTIVE);
    assertThat(store().renew("n1", store().seq(), Duration.ofMillis(-1))).isTrue();
    make("b", KeyState.PENDING);

    assertThat(publish("b", Duration.ZERO)).isPresent();
  }

  @Test
  void noLeaseIsProlongedOnAnOldSet() {
    make("a", KeyState.ACTIVE);
    long seq = store().seq();
    assertThat(store().renew("n1", seq, LEASE)).isTrue();
    make("b", KeyState.PENDING);

    assertThat(store().renew("n1", seq, LEASE)).isFalse();

    assertThat(store().load().nodes())
        .singleElement()
        .satisfies(node -> assertThat(node.loadedSeq()).isEqualTo(seq));
  }

  @Test
  void aKeyDoesNotSignBeforeItsGate() {
    make("a", KeyState.ACTIVE);
    make("b", KeyState.PENDING);
    Move cease = new Move("a", KeyState.ACTIVE, KeyState.RETIRING, false);
    Move gated = new Move("b", KeyState.PENDING, KeyState.ACTIVE, true);
    assertThat(move(cease, gated)).as("not published").isEmpty();
    publish("b", Duration.ofDays(1));

    assertThat(move(cease, gated)).as("before the gate").isEmpty();

    // The first of the two moves was undone with the second.
    assertThat(read("a").state()).isEqualTo(KeyState.ACTIVE);
    assertThat(read("b").state()).isEqualTo(KeyState.PENDING);
    assertThat(move(cease, new Move("b", KeyState.PENDING, KeyState.ACTIVE, false))).isPresent();
  }

  @Test
  void oneKeyFollowsAnotherInOneStep() {
    make("a", KeyState.ACTIVE);
    make("b", KeyState.PENDING);
    publish("b", Duration.ZERO);

    Optional<Taken> taken =
        move(
            new Move("a", KeyState.ACTIVE, KeyState.RETIRING, false),
            new Move("b", KeyState.PENDING, KeyState.ACTIVE, true));

    assertThat(taken).isPresent();
    assertThat(store().load().signing().map(StoredKey::kid)).contains("b");
    assertThat(read("a").times().retiringAt()).isEqualTo(read("b").times().activeAt()).isPresent();
    assertThat(move(new Move("a", KeyState.RETIRING, KeyState.RETIRED, false))).isPresent();
    assertThat(read("a").times().retiredAt()).isPresent();
  }

  @Test
  void aMoveFromAnotherStateIsNotTaken() {
    make("a", KeyState.ACTIVE);

    assertThat(move(new Move("a", KeyState.RETIRING, KeyState.RETIRED, false))).isEmpty();
    assertThat(move(new Move("none", KeyState.ACTIVE, KeyState.RETIRED, false))).isEmpty();

    assertThat(read("a").state()).isEqualTo(KeyState.ACTIVE);
  }

  @Test
  void eventsStandOnRecordWithTheStepAndNotWithoutIt() {
    make("a", KeyState.ACTIVE);
    AuditEvent event =
        new AuditEvent("key-retiring", AuditEvent.Outcome.DONE, "kid a keyset x", ORIGIN);
    Change told = new Change(List.of(event), Optional.empty());
    KeyStep step =
        new KeyStep(
            List.of(new Move("a", KeyState.ACTIVE, KeyState.RETIRING, false)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(store().take(store().seq(), step, Optional.empty(), told)).isPresent();
    assertThat(store().take(store().seq(), step, Optional.empty(), told)).isEmpty();

    assertThat(events()).containsExactly("key-retiring");
  }

  @Test
  void theLongestMaxAgeCounts() {
    store().prepare(Duration.ofMinutes(5));
    store().prepare(Duration.ofMinutes(1));

    assertThat(store().load().longestMaxAge()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void signaturesAddUp() {
    make("a", KeyState.ACTIVE);
    make("b", KeyState.PENDING);
    store().countSignatures(Map.of("a", 3L));
    store().countSignatures(Map.of("a", 4L, "b", 1L));

    assertThat(store().recentSignatures()).isEqualTo(Map.of("a", 7L, "b", 1L));
  }
}
