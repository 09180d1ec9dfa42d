package signet.server.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose turn it is to be sent what was missed. */
@Timeout(30)
final class CatchingUpTest {
  private final CatchingUp catchingUp = new CatchingUp(4, 3);
  private final CountDownLatch read = new CountDownLatch(1);
  private final AtomicInteger holding = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void joinAll() throws InterruptedException {
    read.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(catchingUp.clients()).isZero();
  }

  /** A stream that has its turn until somebody reads. */
  private void holds(String client) {
    threads.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    catchingUp.inTurn(
                        client,
                        () -> {
                          holding.incrementAndGet();
                          read.await();
                        });
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  @Test
  void aClientThatDoesNotReadHasHalfOfTheTurns() throws Exception {
    holds("stuck");
    holds("stuck");
    holds("stuck");
    await().until(() -> holding.get() == 2 && catchingUp.clients() == 1);

    AtomicInteger served = new AtomicInteger();
    assertThat(catchingUp.inTurn("other", served::incrementAndGet)).isTrue();

    assertThat(served).hasValue(1);
    assertThat(holding).hasValue(2);
    read.countDown();
    await().until(() -> holding.get() == 3);
  }

  @Test
  void ofOneClientOnlySoManyWait() throws Exception {
    holds("stuck");
    holds("stuck");
    await().until(() -> holding.get() == 2);
    holds("stuck");
    await().until(() -> threads.getLast().getState() == Thread.State.WAITING);

    assertThat(catchingUp.inTurn("stuck", holding::incrementAndGet)).isFalse();

    assertThat(holding).hasValue(2);
  }
}
