package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import signet.server.revocation.FeedReader;
import signet.server.revocation.RevocationEntry;
import signet.server.revocation.VerifierReading;
import signet.server.revocation.VerifierReport;
import signet.server.revocation.VerifierStore.Aged;

/** What is kept of verifiers, whatever database lies beneath. */
abstract class VerifierStoreContract {
  private static final Duration FORGOTTEN = Duration.ofSeconds(15);

  abstract Database database();

  private VerifierTable table() {
    return new VerifierTable(database());
  }

  private static Aged report(String instance, long seq, long reachedAgo, long seenAgo) {
    return new Aged(
        new VerifierReport(
            "orders",
            instance,
            new FeedReader.Head("e", seq),
            seq == 1 ? Optional.empty() : Optional.of("keys")),
        Duration.ofSeconds(reachedAgo),
        Duration.ofSeconds(seenAgo));
  }

  private static Duration reachedAgo(VerifierReading reading) {
    return Duration.between(reading.verifiers().getFirst().reachedAt(), reading.now());
  }

  @Test
  void theLastReportOfEachIsKeptUntilItIsForgotten() {
    table().write(List.of(report("a", 1, 3, 2), report("b", 2, 3, 2)), FORGOTTEN);
    table().write(List.of(report("a", 5, 0, 0), report("c", 5, 16, 16)), FORGOTTEN);

    assertThat(table().read(FORGOTTEN).verifiers())
        .extracting(VerifierReading.Seen::report)
        .containsExactly(report("a", 5, 0, 0).report(), report("b", 2, 0, 0).report());
  }

  @Test
  void aReportThatComesLateChangesNothing() {
    table().write(List.of(report("a", 5, 0, 0)), FORGOTTEN);
    table().write(List.of(report("a", 4, 9, 9)), FORGOTTEN);

    assertThat(table().read(FORGOTTEN).verifiers())
        .extracting(seen -> seen.report().position().seq())
        .containsExactly(5L);
  }

  @Test
  void aPositionCountsAsReachedSinceItsFirstReportAnywhere() {
    table().write(List.of(report("a", 5, 9, 4)), FORGOTTEN);
    table().write(List.of(report("a", 5, 1, 0)), FORGOTTEN);
    assertThat(reachedAgo(table().read(FORGOTTEN))).isGreaterThanOrEqualTo(Duration.ofSeconds(9));
    table().write(List.of(report("a", 6, 0, 0)), FORGOTTEN);
    assertThat(reachedAgo(table().read(FORGOTTEN))).isLessThan(Duration.ofSeconds(9));
  }

  @Test
  void whoWritesHearsThatSomebodyLooks() {
    assertThat(table().write(List.of(report("a", 5, 0, 0)), FORGOTTEN)).isFalse();
    table().read(FORGOTTEN);
    assertThat(table().write(List.of(report("a", 6, 0, 0)), FORGOTTEN)).isTrue();
  }

  @Test
  void saysWhereTheFeedStands() {
    FeedTable.prepare(database(), Duration.ofMinutes(15));
    VerifierReading before = table().read(FORGOTTEN);
    long revokedAt = before.now().minusSeconds(3).toEpochMilli();
    database()
        .writer()
        .useTransaction(
            handle -> FeedTable.append(handle, List.of(RevocationEntry.session("s")), revokedAt));

    VerifierReading after = table().read(FORGOTTEN);
    assertThat(after.head().epoch()).isEqualTo(before.head().epoch()).isNotEmpty();
    assertThat(after.head().seq()).isEqualTo(before.head().seq() + 1);
    assertThat(after.changedAt().toEpochMilli()).isEqualTo(revokedAt);
    assertThat(after.servers()).isZero();
  }
}
