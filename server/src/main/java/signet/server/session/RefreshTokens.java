package signet.server.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
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

  private final RefreshTokenKey key;
  private final RandomGenerator random;

  /**
   * Tokens under that key.
   *
   * @param random cryptographically strong and thread-safe
   */
  public RefreshTokens(RefreshTokenKey key, RandomGenerator random) {
    this.key = key;
    this.random = random;
  }

  /** The secret of a session that begins. */
  SessionSecret nextSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new SessionSecret(
        key.id(), Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /**
   * The token of that generation; the same one each time.
   *
   * @throws IllegalArgumentException if the session's tokens are under another key
   */
  public RefreshToken issue(String sid, SessionSecret secret, long generation) {
    if (!secret.keyId().equals(key.id())) {
      throw new IllegalArgumentException("the session's refresh tokens are under another key");
    }
    return new RefreshToken(key.id(), sid, generation, tag(sid, secret, generation));
  }

  /** Whether this server made the token for the session of that secret; in constant time. */
  public boolean isGenuine(RefreshToken token, SessionSecret secret) {
    return secret.isComplete()
        && secret.keyId().equals(key.id())
        && token.keyId().equals(key.id())
        && MessageDigest.isEqual(tag(token.sid(), secret, token.generation()), token.tag());
  }

  private byte[] tag(String sid, SessionSecret secret, long generation) {
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
