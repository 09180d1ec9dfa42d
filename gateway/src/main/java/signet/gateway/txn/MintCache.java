package signet.gateway.txn;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import signet.gateway.mint.MintRule;
import signet.gateway.mint.TransactionRequest;
import signet.gateway.mint.TransactionToken;

/**
 * Tokens that were minted lately, to be used again. A fixed number of slots, of which each request
 * has one; what comes later takes it over. Holds access tokens whole, compares them whole, and
 * never shows them. Safe for use by many threads, without a lock.
 */
final class MintCache {
  /** The part of its life in which a token is used again. */
  private static final double REUSED = 0.8;

  private final AtomicReferenceArray<@Nullable Entry> slots;
  private final int mask;

  /** One token, and all that it was made for. */
  private record Entry(
      String accessToken,
      MintRule rule,
      String clientAddress,
      long fromMillis,
      long untilMillis,
      TransactionToken minted) {
    boolean isFor(TransactionRequest request, long nowMillis) {
      return rule.equals(request.rule())
          && nowMillis < untilMillis
          // A clock that was set back would make it last longer.
          && nowMillis >= fromMillis
          && request.compact().equals(accessToken)
          && request.clientAddress().equals(clientAddress);
    }

    @Override
    public String toString() {
      return "Entry[" + rule.route() + "]";
    }
  }

  /**
   * An empty cache.
   *
   * @param slots a power of two
   */
  MintCache(int slots) {
    this.slots = new AtomicReferenceArray<>(slots);
    this.mask = slots - 1;
  }

  @Nullable TransactionToken find(TransactionRequest request, long nowMillis) {
    Entry entry = slots.get(slot(request));
    return entry != null && entry.isFor(request, nowMillis) ? entry.minted() : null;
  }

  void add(TransactionRequest request, TransactionToken minted, long issuedMillis, long endMillis) {
    long until = issuedMillis + (long) ((endMillis - issuedMillis) * REUSED);
    slots.set(
        slot(request),
        new Entry(
            request.compact(),
            request.rule(),
            request.clientAddress(),
            issuedMillis,
            until,
            minted));
  }

  private int slot(TransactionRequest request) {
    int hash =
        31 * (31 * request.compact().hashCode() + request.rule().route().hashCode())
            + request.clientAddress().hashCode();
    // The upper bits too: texts that differ at their end differ in the lower ones alone.
    return (hash ^ hash >>> 16) & mask;
  }
}
