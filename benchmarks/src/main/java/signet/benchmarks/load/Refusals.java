package signet.benchmarks.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import signet.bearer.revocation.RevocationFeed;
import signet.jose.jwt.VerifiedJwt;

/** When each verifier first refused each token, by looking twice a millisecond. */
final class Refusals {
  private static final long LOOK_EVERY_NANOS = 500_000;

  private final List<RevocationFeed> feeds;
  private final List<VerifiedJwt> tokens;
  private final long[][] refusedNanos;
  private final ConcurrentLinkedQueue<Integer> expected = new ConcurrentLinkedQueue<>();

  private record Waiting(int feed, int token) {}

  Refusals(List<RevocationFeed> feeds, List<VerifiedJwt> tokens) {
    this.feeds = feeds;
    this.tokens = tokens;
    this.refusedNanos = new long[feeds.size()][tokens.size()];
  }

  /** That token is about to be revoked. */
  void expect(int token) {
    expected.add(token);
  }

  /** Looks until every token is refused everywhere. */
  void watch() {
    List<Waiting> waiting = new ArrayList<>();
    int left = feeds.size() * tokens.size();
    while (left > 0) {
      for (Integer token = expected.poll(); token != null; token = expected.poll()) {
        for (int feed = 0; feed < feeds.size(); feed++) {
          waiting.add(new Waiting(feed, token));
        }
      }
      int before = waiting.size();
      waiting.removeIf(this::isRefused);
      left -= before - waiting.size();
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  private boolean isRefused(Waiting pair) {
    boolean refused = feeds.get(pair.feed()).reject(tokens.get(pair.token())).isPresent();
    if (refused) {
      refusedNanos[pair.feed()][pair.token()] = System.nanoTime();
    }
    return refused;
  }

  /** When each verifier first refused each token; 0 where it did not. */
  List<long[]> refusedNanos() {
    return Arrays.stream(refusedNanos).map(long[]::clone).toList();
  }

  static long missing(List<long[]> refusedNanos) {
    return refusedNanos.stream().flatMapToLong(Arrays::stream).filter(at -> at == 0).count();
  }

  /** The time from each token's moment to each refusal; nothing is less than nothing. */
  static double[] since(long[] nanos, List<long[]> refusedNanos) {
    return refusedNanos.stream()
        .flatMapToDouble(
            verifier ->
                IntStream.range(0, verifier.length)
                    .filter(token -> verifier[token] != 0)
                    .mapToDouble(token -> Math.max(0, verifier[token] - nanos[token]) / 1e6))
        .toArray();
  }
}
