package signet.server.session;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A refresh token as it was presented, of which only the form has been checked; never shows itself.
 *
 * <p>On the wire it is base64url of 63 bytes: version (1), key id (6), sid (16), generation (8, big
 * endian), tag (32). So it has 84 characters, without padding and without a stray bit.
 */
public final class RefreshToken {
  static final byte VERSION = 1;
  static final int KEY_ID_BYTES = 6;
  static final int SID_BYTES = 16;
  static final int TAG_BYTES = 32;
  private static final int BYTES = 1 + KEY_ID_BYTES + SID_BYTES + Long.BYTES + TAG_BYTES;
  private static final int CHARACTERS = BYTES / 3 * 4;

  private final String keyId;
  private final String sid;
  private final long generation;
  private final byte[] tag;

  RefreshToken(String keyId, String sid, long generation, byte[] tag) {
    this.keyId = keyId;
    this.sid = sid;
    this.generation = generation;
    this.tag = tag;
  }

  /** The token, or empty unless the text has exactly the form of one. */
  public static Optional<RefreshToken> parse(String text) {
    if (text.length() != CHARACTERS) {
      return Optional.empty();
    }
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    // Fewer bytes come of a text that ends in padding.
    if (bytes.remaining() != BYTES || bytes.get() != VERSION) {
      return Optional.empty();
    }
    String keyId = text(bytes, KEY_ID_BYTES);
    String sid = text(bytes, SID_BYTES);
    long generation = bytes.getLong();
    // The last one could have no successor.
    if (generation < 1 || generation == Long.MAX_VALUE) {
      return Optional.empty();
    }
    byte[] tag = new byte[TAG_BYTES];
    bytes.get(tag);
    return Optional.of(new RefreshToken(keyId, sid, generation, tag));
  }

  private static String text(ByteBuffer bytes, int length) {
    byte[] part = new byte[length];
    bytes.get(part);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
  }

  /** As it goes to the client. */
  public String encoded() {
    Base64.Decoder decoder = Base64.getUrlDecoder();
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .put(VERSION)
            .put(decoder.decode(keyId))
            .put(decoder.decode(sid))
            .putLong(generation)
            .put(tag)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Names the key of the tag. */
  public String keyId() {
    return keyId;
  }

  /** The session it claims to belong to. */
  public String sid() {
    return sid;
  }

  /** Counts the tokens of a session, from 1. */
  public long generation() {
    return generation;
  }

  byte[] tag() {
    return Arrays.copyOf(tag, tag.length);
  }

  @Override
  public String toString() {
    return "RefreshToken[" + sid + ", generation " + generation + "]";
  }
}
