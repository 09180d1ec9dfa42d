package signet.bearer.dpop;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The proofs that this process has seen. Each shard has two generations: once the younger has
 * lasted as long as a proof is kept it becomes the older, and the older is forgotten, so a proof is
 * remembered for at least that long. Bounded: when a shard is full it says so, rather than forget.
 * Safe for use by many threads.
 */
public final class LocalReplayMemory implements ReplayMemory {
  private static final int SHARDS = 16;
  private static final int USUAL_PROOFS = 500_000;

  private final Shard[] shards = new Shard[SHARDS];
  private final LongSupplier nanoTime;

  /** An empty memory with room for 500,000 proofs. */
  public static LocalReplayMemory usual() {
    return new LocalReplayMemory(USUAL_PROOFS);
  }

  /**
   * An empty memory.
   *
   * @param maxProofs how many are remembered at most, some 100 bytes each
   */
  public LocalReplayMemory(int maxProofs) {
    this(maxProofs, System::nanoTime);
  }

  LocalReplayMemory(int maxProofs, LongSupplier nanoTime) {
    if (maxProofs < SHARDS) {
      throw new IllegalArgumentException("room for " + SHARDS + " proofs at least");
    }
    this.nanoTime = nanoTime;
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new Shard(maxProofs / SHARDS, nanoTime.getAsLong());
    }
  }

  @Override
  public Sight see(byte[] id, Duration keep) {
    ProofId proof = ProofId.of(id);
    return shards[(int) (proof.low() & (SHARDS - 1))].see(proof, keep, nanoTime.getAsLong());
  }

  /** Sixteen bytes of a hash, of which any part is as good for a table as another. */
  private record ProofId(long high, long low) {
    static ProofId of(byte[] id) {
      return new ProofId(word(id, 0), word(id, Long.BYTES));
    }

    private static long word(byte[] bytes, int from) {
      long word = 0;
      for (int i = from; i < from + Long.BYTES; i++) {
        word = word << Byte.SIZE | (bytes[i] & 0xff);
      }
      return word;
    }
  }

  private static final class Shard {
    private final int maxProofs;
    private Set<ProofId> younger = new HashSet<>();
    private Set<ProofId> older = new HashSet<>();
    private long begunNanos;

    Shard(int maxProofs, long nowNanos) {
      this.maxProofs = maxProofs;
      this.begunNanos = nowNanos;
    }

    synchronized Sight see(ProofId proof, Duration keep, long nowNanos) {
      long lasted = nowNanos - begunNanos;
      if (lasted >= keep.toNanos()) {
        // Nothing came for twice as long: the younger is as old as the older should be.
        older = lasted >= 2 * keep.toNanos() ? new HashSet<>() : younger;
        younger = new HashSet<>();
        begunNanos = nowNanos;
      }
      if (younger.contains(proof) || older.contains(proof)) {
        return Sight.AGAIN;
      }
      if (younger.size() + older.size() >= maxProofs) {
        return Sight.NO_ROOM;
      }
      younger.add(proof);
      return Sight.FIRST;
    }
  }
}
