package signet.bearer.dpop;

import java.time.Duration;

/** Remembers which proofs were used (RFC 9449 §11.1). To be safe for use by many threads. */
public interface ReplayMemory {
  /** What became of a look at the memory. */
  enum Sight {
    /** Nobody has seen it; it is remembered from now on. */
    FIRST,
    /** It was seen before. */
    AGAIN,
    /** There is no room to remember it. */
    NO_ROOM
  }

  /**
   * Looks a proof up and remembers it, as one step.
   *
   * @param id 16 bytes that stand for the proof: a hash of its key and {@code jti}
   * @param keep how long it has to be remembered
   */
  Sight see(byte[] id, Duration keep);
}
