package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import signet.server.session.RefreshDecision.Outcome;
import signet.server.session.RefreshResult;
import signet.server.session.SessionStore.Selection;
import signet.server.session.Sessions;
import signet.testkit.Scale;

/** Refreshes that meet each other and a logout, with real threads, whatever database it is. */
abstract class SessionRaceContract extends SessionStoreFixture {
  @Test
  void manyWhoPresentTheSameTokenAtOnceGetTheSameSuccessor() throws Exception {
    int rounds = Scale.count(100, 1_000);
    Sessions sessions = sessions(Duration.ofMinutes(5), UNLIMITED);
    try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
      for (int round = 0; round < rounds; round++) {
        Sessions.Begun begun = begin(sessions, "alice");
        makeOld(begun.session().sid());
        String token = begun.refreshToken().encoded();
        List<Callable<RefreshResult>> attempts =
            Collections.nCopies(64, () -> refresh(sessions, token));

        List<RefreshResult.Granted> results = new ArrayList<>();
        for (Future<RefreshResult> result : threads.invokeAll(attempts)) {
          results.add(granted(result.get()));
        }
        assertThat(results.stream().map(r -> r.refreshToken().encoded()).distinct()).hasSize(1);
        assertThat(results.stream().filter(r -> r.outcome() == Outcome.ROTATED)).hasSize(1);
        assertThat(table().read(begun.session().sid()).orElseThrow().generations().gen())
            .isEqualTo(2);
      }
    }
    assertThat(rows("revocation")).isEmpty();
  }

  @Test
  void noRefreshSentAfterTheAnswerToALogoutSucceeds() throws Exception {
    int rounds = Scale.count(1_000, 10_000);
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < rounds; round++) {
        Sessions.Begun begun = begin(sessions, "alice");
        CountDownLatch going = new CountDownLatch(1);
        Future<Long> lastGranted =
            threads.submit(() -> refreshUntilRefused(sessions, begun, going));
        going.await();
        assertThat(
                sessions.end(Selection.one("usr_alice", begun.session().sid()), "logout", ORIGIN))
            .hasSize(1);
        long answeredNanos = System.nanoTime();

        assertThat(lastGranted.get() - answeredNanos).as("round %d", round).isNegative();
      }
    }
    assertThat(rows("revocation")).hasSize(rounds);
    assertThat(rows("audit WHERE event LIKE 'session-%'")).hasSize(rounds);
  }

  /** When the last refresh that was granted was sent. */
  private static long refreshUntilRefused(
      Sessions sessions, Sessions.Begun begun, CountDownLatch going) {
    String token = begun.refreshToken().encoded();
    long lastNanos = System.nanoTime() - 1;
    while (true) {
      long sentNanos = System.nanoTime();
      going.countDown();
      RefreshResult result = refresh(sessions, token);
      if (!(result instanceof RefreshResult.Granted granted)) {
        return lastNanos;
      }
      lastNanos = sentNanos;
      token = granted.refreshToken().encoded();
    }
  }
}
