package signet.jose.jws;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.util.Arrays;
import signet.jose.jwa.JwsAlgorithm;

/**
 * HMAC (RFC 2104) under one secret. Immutable and safe for use by many threads.
 *
 * <p>The hash of each padded key is computed once, and copied for each message: a sixth less work
 * than the JDK's {@code Mac} does for a token of usual length, and nothing to pool. The JDK's hash
 * is taken whatever providers are installed, since a call to native code costs more than it saves.
 */
final class Hmac {
  private static final String JDK = "SUN";
  private static final byte INNER_PAD = 0x36;
  private static final byte OUTER_PAD = 0x5c;

  /** The hash after the padded key: only ever copied. */
  private final MessageDigest inner;

  private final MessageDigest outer;

  Hmac(JwsAlgorithm algorithm, byte[] secret) {
    try {
      MessageDigest digest = digest("SHA-" + algorithm.hashBytes() * 8);
      // FIPS 180-4 §1: the block is 512 bits for SHA-256, 1024 for the longer ones.
      int blockBytes = algorithm.hashBytes() > 32 ? 128 : 64;
      byte[] key = secret.length > blockBytes ? digest.digest(secret) : secret;
      this.inner = padded(digest, key, blockBytes, INNER_PAD);
      this.outer = padded(digest, key, blockBytes, OUTER_PAD);
    } catch (GeneralSecurityException | CloneNotSupportedException e) {
      throw new IllegalStateException("no " + algorithm.wireName() + " in this JVM", e);
    }
  }

  private static MessageDigest digest(String name) throws NoSuchAlgorithmException {
    try {
      return MessageDigest.getInstance(name, JDK);
    } catch (NoSuchProviderException e) {
      return MessageDigest.getInstance(name);
    }
  }

  private static MessageDigest padded(MessageDigest fresh, byte[] key, int blockBytes, byte pad)
      throws CloneNotSupportedException {
    byte[] block = Arrays.copyOf(key, blockBytes);
    for (int i = 0; i < blockBytes; i++) {
      block[i] ^= pad;
    }
    MessageDigest padded = (MessageDigest) fresh.clone();
    padded.update(block);
    Arrays.fill(block, (byte) 0);
    return padded;
  }

  /** The code of {@code data[offset..offset+length)}, as long as the hash. */
  byte[] of(byte[] data, int offset, int length) {
    MessageDigest hash = copy(inner);
    hash.update(data, offset, length);
    byte[] hashed = hash.digest();
    MessageDigest code = copy(outer);
    code.update(hashed);
    return code.digest();
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("a hash that could be copied before cannot be now", e);
    }
  }
}
