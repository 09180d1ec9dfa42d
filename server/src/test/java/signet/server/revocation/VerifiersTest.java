package signet.server.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signet.server.outage.OutageException;

final class VerifiersTest {
  private static final Instant NOW = FakeVerifierStore.NOW;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final FakeVerifierStore store = new FakeVerifierStore();
  private final Verifiers verifiers = new Verifiers(store, nanos::get, 3);

  @AfterEach
  void close() {
    verifiers.close();
  }

  private void pass(long millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  private static VerifierReport report(String instance, long seq) {
    return new VerifierReport(
        "orders", instance, new FeedReader.Head("e", seq), Optional.of("keys"));
  }

  @Test
  void whatIsNewIsWrittenOnceASecondInOneBatch() {
    for (int i = 0; i < 8; i++) {
      verifiers.report(report("a", i));
      verifiers.report(report("b", i));
      pass(250);
      verifiers.write();
    }
    assertThat(store.writes).hasSize(2).allSatisfy(write -> assertThat(write).hasSize(2));
    pass(5_000);
    verifiers.write();
    verifiers.write();
    assertThat(store.writes).hasSize(3);
    pass(5_000);
    verifiers.write();
    assertThat(store.writes).hasSize(3);
  }

  @Test
  void whileSomebodyLooksItIsWrittenAtOnce() {
    store.watched = true;
    for (int i = 0; i < 8; i++) {
      verifiers.report(report("a", i));
      pass(250);
      verifiers.write();
    }
    assertThat(store.writes).hasSize(8);
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenLater() {
    store.away = true;
    verifiers.report(report("a", 1));
    pass(250);
    assertThatThrownBy(verifiers::write).isInstanceOf(OutageException.class);
    store.away = false;
    pass(1_000);
    verifiers.write();
    assertThat(store.writes).hasSize(1);
  }

  @Test
  void aPositionCountsAsReachedSinceItsFirstReport() {
    verifiers.report(report("a", 7));
    pass(4_000);
    verifiers.report(report("a", 7));
    pass(1_000);

    VerifierReading.Seen seen = verifiers.read().verifiers().getFirst();
    assertThat(seen.reachedAt()).isEqualTo(NOW.minusSeconds(5));
    assertThat(seen.seenAt()).isEqualTo(NOW.minusSeconds(1));
    assertThat(seen.hasReached(new FeedReader.Head("e", 7))).isTrue();
    assertThat(seen.hasReached(new FeedReader.Head("e", 8))).isFalse();
    assertThat(seen.hasReached(new FeedReader.Head("another", 1))).isFalse();
  }

  @Test
  void theNewerOfTwoServersReportsCounts() {
    store.elsewhere =
        List.of(
            new VerifierReading.Seen(report("a", 7), NOW.minusSeconds(9), NOW.minusSeconds(3)),
            new VerifierReading.Seen(report("b", 9), NOW.minusSeconds(1), NOW.minusSeconds(1)),
            new VerifierReading.Seen(report("c", 2), NOW.minusSeconds(1), NOW.minusSeconds(1)));
    verifiers.report(report("a", 7));
    verifiers.report(report("b", 8));
    pass(2_000);

    VerifierReading reading = verifiers.read();
    assertThat(reading.verifiers())
        .extracting(seen -> seen.report().instance() + seen.report().position().seq())
        .containsExactly("a7", "b9", "c2");
    assertThat(reading.verifiers().getFirst())
        .isEqualTo(
            new VerifierReading.Seen(report("a", 7), NOW.minusSeconds(9), NOW.minusSeconds(2)));
    assertThat(reading.servers()).isEqualTo(2);
  }

  @Test
  void whoIsSilentIsForgotten() {
    verifiers.report(report("a", 1));
    pass(15_001);
    assertThat(verifiers.read().verifiers()).isEmpty();
  }

  @Test
  void noMoreAreKeptThanTheBoundUntilOthersAreForgotten() {
    for (String instance : List.of("a", "b", "c")) {
      assertThat(verifiers.report(report(instance, 1))).isTrue();
    }
    assertThat(verifiers.report(report("d", 1))).isFalse();
    assertThat(verifiers.report(report("a", 2))).isTrue();
    pass(15_001);
    verifiers.write();
    assertThat(verifiers.report(report("d", 1))).isTrue();
  }
}
