package signet.jose.jwt;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import signet.jose.jwk.JwkSet;

/**
 * Remembers tokens that verified, for one verifier. Bounded, without a lock, safe for use by many
 * threads.
 *
 * <p>A token's place follows from the end of its text, which is signature: nobody without the key
 * can choose it. A place is a set of four slots, so a look-up compares four tokens at most whatever
 * is sent, and a full set gives one slot up. The whole token is compared, and an entry counts only
 * while the very key sets that decrypted and verified it are the current ones.
 */
final class VerifiedTokenCache {
  private static final int WAYS = 4;
  private static final int HASHED_CHARS = 16;
  private static final int MAX_TOKENS = 1 << 20;

  private final AtomicReferenceArray<@Nullable Entry> slots;
  private final int setMask;
  private final long multiplier;

  /**
   * A token that verified.
   *
   * @param keys the key set that was current then
   * @param decryptionKeys likewise where the token was encrypted
   */
  record Entry(
      String token,
      JwkSet keys,
      @Nullable JwkSet decryptionKeys,
      Verification.Verified verified,
      ClaimTimes times) {}

  /**
   * An empty cache.
   *
   * @param maxEntries rounded up to a power of two, at least 4
   */
  VerifiedTokenCache(int maxEntries) {
    int sets = Math.max(1, Integer.highestOneBit(Math.max(1, maxEntries - 1)) * 2 / WAYS);
    slots = new AtomicReferenceArray<>(sets * WAYS);
    setMask = sets - 1;
    // A secret odd multiplier spreads the places differently in every process.
    multiplier = new SecureRandom().nextLong() | 1;
  }

  /** {@code tokens}, refused unless a cache can hold so many. */
  static int checkSize(int tokens) {
    if (tokens < 1 || tokens > MAX_TOKENS) {
      throw new IllegalArgumentException("a cache holds 1 to " + MAX_TOKENS + " tokens");
    }
    return tokens;
  }

  @Nullable Entry find(String token, JwkSet keys, @Nullable JwkSet decryptionKeys) {
    int set = set(token);
    for (int slot = set; slot < set + WAYS; slot++) {
      Entry entry = slots.getAcquire(slot);
      if (entry != null && entry.token.equals(token)) {
        return isOf(entry, keys, decryptionKeys) ? entry : null;
      }
    }
    return null;
  }

  @SuppressWarnings(
      "ReferenceEquality") // A source answers the same instance until its keys change.
  private static boolean isOf(Entry entry, JwkSet keys, @Nullable JwkSet decryptionKeys) {
    return entry.keys == keys && entry.decryptionKeys == decryptionKeys;
  }

  void add(Entry added, long nowMillis) {
    int set = set(added.token);
    int victim = set + (int) (nowMillis & (WAYS - 1));
    for (int slot = set; slot < set + WAYS; slot++) {
      Entry entry = slots.getAcquire(slot);
      if (entry == null
          || entry.token.equals(added.token)
          || !isOf(entry, added.keys, added.decryptionKeys)) {
        victim = slot;
        break;
      }
    }
    slots.setRelease(victim, added);
  }

  private int set(String token) {
    long hash = 0;
    for (int i = Math.max(0, token.length() - HASHED_CHARS); i < token.length(); i++) {
      hash = (hash + token.charAt(i)) * multiplier;
    }
    return ((int) (hash >>> 40) & setMask) * WAYS;
  }
}
