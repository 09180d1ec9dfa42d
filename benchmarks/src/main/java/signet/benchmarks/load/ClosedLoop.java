package signet.benchmarks.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Chains of requests, each of which sends its next one when the last is answered. */
public final class ClosedLoop {
  /** One request of a chain. */
  public interface Chain extends Supplier<Future<?>> {}

  /**
   * What was measured.
   *
   * @param perSecond answers a second
   * @param p50Millis half of the answers came sooner
   * @param p99Millis all but one in a hundred
   * @param errors requests that failed
   */
  public record Rate(double perSecond, double p50Millis, double p99Millis, long errors) {}

  private final Vertx vertx;

  /** Chains on that event loop. */
  public ClosedLoop(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Runs the chains at once, for that long; the first part is not counted. */
  public Rate run(List<? extends Chain> chains, Duration warmUp, Duration measured)
      throws InterruptedException {
    Run run = new Run(System.nanoTime() + warmUp.toNanos(), warmUp.plus(measured).toNanos());
    List<Future<?>> ends = new ArrayList<>();
    for (Chain chain : chains) {
      Promise<Void> end = Promise.promise();
      ends.add(end.future());
      vertx.runOnContext(on -> run.next(chain, end));
    }
    Future.join(ends).toCompletionStage().toCompletableFuture().join();
    return run.rate(measured);
  }

  /** On the one event loop alone, until it is over. */
  private static final class Run {
    private final long countFromNanos;
    private final long endNanos;
    private long[] nanos = new long[1 << 16];
    private int count;
    private long errors;

    Run(long countFromNanos, long nanosFromNow) {
      this.countFromNanos = countFromNanos;
      this.endNanos = System.nanoTime() + nanosFromNow;
    }

    void next(Chain chain, Promise<Void> end) {
      long start = System.nanoTime();
      if (start > endNanos) {
        end.complete();
        return;
      }
      chain
          .get()
          .onComplete(
              answer -> {
                note(start, answer.succeeded());
                next(chain, end);
              });
    }

    private void note(long start, boolean good) {
      long now = System.nanoTime();
      if (start < countFromNanos) {
        return;
      }
      if (!good) {
        errors++;
        return;
      }
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = now - start;
    }

    Rate rate(Duration measured) {
      long[] sorted = Arrays.copyOf(nanos, count);
      Arrays.sort(sorted);
      return new Rate(
          count / (measured.toNanos() / 1e9), at(sorted, 0.50), at(sorted, 0.99), errors);
    }

    private static double at(long[] sorted, double share) {
      return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }
  }
}
