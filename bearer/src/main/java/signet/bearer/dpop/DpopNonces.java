package signet.bearer.dpop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces for proofs (RFC 9449 §8), which prove that a proof was not made long ahead. Nothing is
 * stored: a nonce is the HMAC of a span of time, good in its own span and the next. Servers that
 * share a key accept each other's. Immutable and safe for use by many threads.
 */
public final class DpopNonces {
  private static final String MAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 16;
  private static final byte[] PURPOSE = "signet-dpop-nonce".getBytes(StandardCharsets.US_ASCII);

  private final SecretKeySpec key;
  private final long spanMillis;
  private final InstantSource clock;

  /**
   * Nonces under a given key.
   *
   * @param key 32 bytes, shared by all servers that stand for one another
   * @param span how long each is handed out; it is accepted as long again
   */
  public DpopNonces(byte[] key, Duration span, InstantSource clock) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key of 32 bytes");
    }
    if (span.toMillis() < 1) {
      throw new IllegalArgumentException("a span is longer than nothing");
    }
    this.key = new SecretKeySpec(key, MAC);
    this.spanMillis = span.toMillis();
    this.clock = clock;
  }

  /** Nonces of this process alone, a new one each minute. */
  public static DpopNonces ofThisProcess() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new DpopNonces(key, Duration.ofMinutes(1), InstantSource.system());
  }

  /** The nonce to hand out now: 22 characters of base64url. */
  public String current() {
    return nonce(span());
  }

  /** Whether it was handed out in this span or the one before. */
  public boolean isGood(String nonce) {
    long now = span();
    byte[] given = nonce.getBytes(StandardCharsets.ISO_8859_1);
    boolean isCurrent = isSame(nonce(now), given);
    boolean isLast = isSame(nonce(now - 1), given);
    return isCurrent || isLast;
  }

  private static boolean isSame(String expected, byte[] given) {
    return MessageDigest.isEqual(expected.getBytes(StandardCharsets.ISO_8859_1), given);
  }

  private long span() {
    return Math.floorDiv(clock.millis(), spanMillis);
  }

  private String nonce(long span) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      mac.update(PURPOSE);
      byte[] full = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(span).array());
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(full, NONCE_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + MAC, e);
    }
  }

  @Override
  public String toString() {
    return "DpopNonces[" + spanMillis + " ms]";
  }
}
