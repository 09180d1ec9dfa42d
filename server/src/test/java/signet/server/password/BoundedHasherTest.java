package signet.server.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BoundedHasherTest {
  private static final Password PASSWORD = Password.presented("correct horse");

  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();

  @Test
  void refusesWhatDoesNotFitIntoTheQueue() throws Exception {
    try (BoundedHasher hasher = new BoundedHasher(new Slow(), 1, 1)) {
      CompletableFuture<String> runs = CompletableFuture.supplyAsync(() -> hasher.hash(PASSWORD));
      await().until(() -> running.get() == 1);
      CompletableFuture<String> waits = new CompletableFuture<>();
      Thread waiter = Thread.ofVirtual().start(() -> waits.complete(hasher.hash(PASSWORD)));
      await().until(() -> waiter.getState() == Thread.State.WAITING);

      assertThatThrownBy(() -> hasher.verify("", PASSWORD))
          .isInstanceOf(HashingBusyException.class);

      gate.countDown();
      assertThat(runs.get()).isEqualTo("hash");
      assertThat(waits.get()).isEqualTo("hash");
      assertThat(hasher.verify("", PASSWORD)).isTrue();
    }
  }

  @Test
  void computesOnPlatformThreads() throws Exception {
    CompletableFuture<Boolean> virtual = new CompletableFuture<>();
    PasswordHasher observed =
        new Slow() {
          @Override
          public String hash(Password password) {
            virtual.complete(Thread.currentThread().isVirtual());
            return "hash";
          }
        };
    try (BoundedHasher hasher = new BoundedHasher(observed, 1, 1)) {
      Thread.ofVirtual().start(() -> hasher.hash(PASSWORD)).join();
    }

    assertThat(virtual.get()).isFalse();
  }

  private class Slow implements PasswordHasher {
    @Override
    public String hash(Password password) {
      running.incrementAndGet();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return "hash";
    }

    @Override
    public boolean verify(String encoded, Password password) {
      return true;
    }

    @Override
    public boolean isCurrent(String encoded) {
      return true;
    }

    @Override
    public String decoy() {
      return "decoy";
    }
  }
}
