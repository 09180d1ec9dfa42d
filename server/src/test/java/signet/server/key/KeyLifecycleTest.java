package signet.server.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import signet.jose.jwa.JwsAlgorithm;
import signet.server.audit.AuditEvent;

/** A node killed between any two steps leaves what another goes on from. */
final class KeyLifecycleTest {
  private static final AuditEvent.Origin ORIGIN = new AuditEvent.Origin("test", "", "");
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final KeyRules RULES = KeyRules.of(JwsAlgorithm.ES256);
  private static final int STEPS_OF_A_ROTATION = 7;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.ofEpochSecond(1_800_000_000));
  private final InstantSource clock = now::get;

  /** A node that is killed after some steps, its lease not given back. */
  private final class Node {
    private final KeyRotation rotation;
    private Optional<KeySnapshot> serves = Optional.empty();

    Node(InMemoryKeyStore store, String name) {
      KeySetHolder holder =
          new KeySetHolder() {
            @Override
            public void adopt(KeySnapshot set) {
              serves = Optional.of(set);
            }

            @Override
            public void leasedUntil(long nanos) {}
          };
      rotation = new KeyRotation(store, new QuickKeys(name), RULES, holder, this::nanos, name);
    }

    private long nanos() {
      return Duration.between(Instant.EPOCH, now.get()).toNanos();
    }

    /** Does at most so many steps of its own; gives how many. */
    int step(int most) {
      int done = 0;
      while (done < most && rotation.catchUpOnce()) {
        done++;
      }
      return done;
    }

    String signs() {
      return serves.orElseThrow().signing().orElseThrow().kid();
    }
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @Test
  void aNodeKilledBetweenAnyTwoStepsLeavesAStateFromWhichAnotherGoesOn() {
    for (int cutFirst = 0; cutFirst <= STEPS_OF_A_ROTATION; cutFirst++) {
      for (int cutThen = 0; cutThen <= STEPS_OF_A_ROTATION; cutThen++) {
        InMemoryKeyStore store = new InMemoryKeyStore(clock, LIFETIME);
        // The first start is cut, then the rotation is, then the end of the old key.
        new Node(store, "a").step(cutFirst);
        pass(RULES.lease());
        Node second = new Node(store, "b");
        second.step(100);
        String first = second.signs();
        pass(RULES.rotation());
        new Node(store, "c").step(cutThen);
        pass(RULES.lease());
        Node third = new Node(store, "d");
        third.step(100);
        String next = third.signs();
        assertThat(next).as("cut at %d and %d", cutFirst, cutThen).isNotEqualTo(first);
        new Node(store, "e").step(cutThen);
        pass(RULES.lease().plus(LIFETIME).plus(RULES.skew()));
        new Node(store, "f").step(cutThen);
        pass(RULES.lease());
        Node last = new Node(store, "g");
        last.step(100);

        assertThat(states(store))
            .as("cut at %d and %d", cutFirst, cutThen)
            .containsExactlyInAnyOrder(KeyState.RETIRED, KeyState.ACTIVE, KeyState.PENDING);
        assertThat(last.signs()).isEqualTo(next);
      }
    }
  }

  private static List<KeyState> states(InMemoryKeyStore store) {
    return store.all().stream().map(StoredKey::state).toList();
  }

  private static KeySnapshot afterRotation(InMemoryKeyStore store) {
    KeySnapshot set = store.load();
    KeyStep step =
        KeyLifecycle.succeed(
            set,
            RULES,
            set.signing().orElseThrow(),
            KeyLifecycle.successor(set, RULES).orElseThrow(),
            false);
    assertThat(new KeyChanges(store, new QuickKeys("x" + set.seq())).take(set, step, ORIGIN))
        .isPresent();
    return store.load();
  }

  @Test
  void everyStepLeavesAStandbyPublished() {
    InMemoryKeyStore store = new InMemoryKeyStore(clock, LIFETIME);
    new Node(store, "a").step(100);

    assertThat(afterRotation(store).pending()).hasSize(1);

    KeySnapshot set = store.load();
    KeyStep step = KeyLifecycle.compromise(set, RULES, set.signing().orElseThrow());
    assertThat(new KeyChanges(store, new QuickKeys("y")).take(set, step, ORIGIN)).isPresent();
    assertThat(states(store))
        .containsExactlyInAnyOrder(
            KeyState.RETIRING, KeyState.COMPROMISED, KeyState.ACTIVE, KeyState.PENDING);
    assertThat(store.revoked()).containsExactly(set.signing().orElseThrow().kid());
  }

  @Test
  void aCompromisePrefersAStandbyThatVerifiersHave() {
    InMemoryKeyStore store = new InMemoryKeyStore(clock, LIFETIME);
    new Node(store, "a").step(100);
    String gated = store.load().pending().getFirst().kid();
    pass(RULES.maxAge().plus(RULES.margin()));
    // A standby of a newly configured algorithm, which came later.
    store.put(
        new StoredKey("rsa", "RS256", KeyState.PENDING, "{}", "", now.get(), KeyTimes.NONE, 9));
    KeyRules configured = KeyRules.of(JwsAlgorithm.RS256);
    KeySnapshot set = store.load();

    KeyStep step = KeyLifecycle.compromise(set, configured, set.signing().orElseThrow());

    assertThat(step.moves().getLast().kid()).isEqualTo(gated);
    assertThat(step.moves().getLast().to()).isEqualTo(KeyState.ACTIVE);
  }

  @Test
  void nothingIsMadeBeyondTheMostThatArePublished() {
    InMemoryKeyStore store = new InMemoryKeyStore(clock, LIFETIME);
    new Node(store, "a").step(100);
    for (int i = 0; i < KeyLifecycle.MAX_PUBLISHED * 2; i++) {
      if (KeyLifecycle.successor(store.load(), RULES).isPresent()) {
        afterRotation(store);
      }
      new Node(store, "n" + i).step(100);
      pass(Duration.ofSeconds(1));
    }

    assertThat(store.load().publishedCount()).isEqualTo(KeyLifecycle.MAX_PUBLISHED);
  }
}
