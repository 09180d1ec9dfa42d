package signet.server.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import signet.server.key.RefreshTokenKey;

/**
 * Makes refresh tokens and tells whether one is genuine. Thread-safe.
 *
 * <p>The tag is HMAC-SHA256 over label, version, key id, sid, the session's secret and the
 * generation. The key is not in the database and the secret not in the token, so neither a stolen
 * database nor a stolen token is enough to make another one. All parts have fixed lengths.
 */
public final class RefreshTokens {
  private static final byte[] LABEL = "signet-rt".getBytes(StandardCharsets.US_ASCII);
  private static final int SECRET_BYTES = 32;

  private final RefreshTokenKey current;
  private final Map<String, RefreshTokenKey> byId;
  private final RandomGenerator random;

  /**
   * Tokens under that key alone.
   *
   * @param random cryptographically strong and thread-safe
   */
  public RefreshTokens(RefreshTokenKey key, RandomGenerator random) {
    this(key, List.of(), random);
  }

  /**
   * Tokens under that key; those under the others are taken too, and replaced by ones under it.
   *
   * @param random cryptographically strong and thread-safe
   */
  public RefreshTokens(
      RefreshTokenKey current, List<RefreshTokenKey> others, RandomGenerator random) {
    Map<String, RefreshTokenKey> keys = new HashMap<>();
    others.forEach(key -> keys.put(key.id(), key));
    keys.put(current.id(), current);
    this.current = current;
    this.byId = Map.copyOf(keys);
    this.random = random;
  }

  /** The secret of a session that begins. */
  SessionSecret nextSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new SessionSecret(
        current.id(), Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** The same secret, for tokens under the current key. */
  SessionSecret moved(SessionSecret secret) {
    return new SessionSecret(current.id(), secret.value());
  }

  /**
   * The token of that generation; the same one each time.
   *
   * @throws IllegalArgumentException if the session's tokens are under a key that is not known
   */
  public RefreshToken issue(String sid, SessionSecret secret, long generation) {
    RefreshTokenKey key = byId.get(secret.keyId());
    if (key == null) {
      throw new IllegalArgumentException("the session's refresh tokens are under another key");
    }
    return new RefreshToken(key.id(), sid, generation, tag(key, sid, secret, generation));
  }

  /**
   * Whether this server made the token for the session of that secret, under whichever key it
   * names: the session may have moved to another since. The tag is compared in constant time; which
   * key it is under can be read in the token.
   */
  public boolean isGenuine(RefreshToken token, SessionSecret secret) {
    RefreshTokenKey key = byId.get(token.keyId());
    return key != null
        && secret.isComplete()
        && MessageDigest.isEqual(tag(key, token.sid(), secret, token.generation()), token.tag());
  }

  private static byte[] tag(
      RefreshTokenKey key, String sid, SessionSecret secret, long generation) {
    Base64.Decoder decoder = Base64.getUrlDecoder();
    byte[] secretBytes = decoder.decode(secret.value());
    byte[] message =
        ByteBuffer.allocate(
                LABEL.length
                    + 1
                    + RefreshToken.KEY_ID_BYTES
                    + RefreshToken.SID_BYTES
                    + SECRET_BYTES
                    + Long.BYTES)
            .put(LABEL)
            .put(RefreshToken.VERSION)
            .put(decoder.decode(key.id()))
            .put(decoder.decode(sid))
            .put(secretBytes)
            .putLong(generation)
            .array();
    return key.hmac(message);
  }
}
