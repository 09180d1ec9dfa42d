package signet.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.server.session.RefreshDecision.Outcome;

/**
 * Every row of the table, and its boundaries. The window is 15 s; now is the millisecond 100,000.
 */
final class RefreshDecisionTest {
  private static final long NOW = 100_000;
  private static final RefreshRules USUAL = new RefreshRules(Duration.ofSeconds(15), false, false);

  @ParameterizedTest(name = "{0} of gen {1}, parent {2}, rotated at {3}, handed at {4}: {5}")
  @CsvSource({
    // The latest token.
    "5, 5, 4,  85001, 85001, REPEATED,           5, 4,  85001,  85001",
    "5, 5, 4,  85000, 85000, ROTATED,            6, 5, 100000, 100000",
    "5, 5, 4,  85000, 99999, ROTATED,            6, 5, 100000, 100000",
    "5, 5, 4, 100000, 85000, REPEATED,           5, 4, 100000,  85000",
    "5, 5, 4, 900000, 85000, REPEATED,           5, 4, 900000,  85000",
    "1, 1, 0,  85000, 85000, ROTATED,            2, 1, 100000, 100000",
    // The parent: what counts is when the latest was handed out.
    "4, 5, 4,      0, 85001, REPEATED_SUCCESSOR, 5, 4,      0, 100000",
    "4, 5, 4,  85000, 85000, LOST_REPLY,         6, 4, 100000, 100000",
    "4, 5, 4,  99999, 85000, LOST_REPLY,         6, 4, 100000, 100000",
    "4, 5, 4,      0,900000, REPEATED_SUCCESSOR, 5, 4,      0, 100000",
    "2, 5, 2,      0,     0, LOST_REPLY,         6, 2, 100000, 100000",
    // Older than the parent, or between the two.
    "3, 5, 4,  85001,     0, SUPERSEDED,         5, 4,  85001,      0",
    "3, 5, 4,  85000, 99999, THEFT,              5, 4,  85000,  99999",
    "4, 6, 3,  85001,     0, SUPERSEDED,         6, 3,  85001,      0",
    "4, 6, 3,  85000, 99999, THEFT,              6, 3,  85000,  99999",
    "3, 5, 4, 900000,     0, SUPERSEDED,         5, 4, 900000,      0",
    // Newer than the database knows.
    "7, 5, 4,  99999, 99999, ROLLED_BACK,        8, 7, 100000, 100000",
  })
  void decides(
      long presented,
      long gen,
      long parent,
      long rotatedAt,
      long handedAt,
      Outcome outcome,
      long nextGen,
      long nextParent,
      long nextRotatedAt,
      long nextHandedAt) {
    RefreshDecision decision =
        RefreshDecision.of(
            presented, new Generations(gen, parent, rotatedAt, handedAt), NOW, USUAL);

    assertThat(decision)
        .isEqualTo(
            new RefreshDecision(
                outcome, new Generations(nextGen, nextParent, nextRotatedAt, nextHandedAt)));
  }

  @ParameterizedTest
  @CsvSource({"4, 85001, REPEATED_SUCCESSOR", "4, 85000, THEFT", "5, 85000, ROTATED"})
  void strictAboutLostReplies(long presented, long handedAt, Outcome outcome) {
    RefreshRules strict = new RefreshRules(Duration.ofSeconds(15), true, false);

    assertThat(
            RefreshDecision.of(presented, new Generations(5, 4, 0, handedAt), NOW, strict)
                .outcome())
        .isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({"6, ROLLBACK_REFUSED", "5, ROTATED"})
  void refusesRollbackWhereAsked(long presented, Outcome outcome) {
    RefreshRules refusing = new RefreshRules(Duration.ofSeconds(15), false, true);
    Generations state = new Generations(5, 4, 0, 0);

    assertThat(RefreshDecision.of(presented, state, NOW, refusing).outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({"5, ROTATED", "4, LOST_REPLY", "3, THEFT"})
  void withoutAWindowNothingIsRepeated(long presented, Outcome outcome) {
    RefreshRules none = new RefreshRules(Duration.ZERO, false, false);
    Generations justNow = new Generations(5, 4, NOW, NOW);

    assertThat(RefreshDecision.of(presented, justNow, NOW, none).outcome()).isEqualTo(outcome);
  }
}
