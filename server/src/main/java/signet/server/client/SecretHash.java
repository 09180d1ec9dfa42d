package signet.server.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a client's secret: its SHA-256. That is enough because the secret has 256 random
 * bits, which nobody finds by guessing, unlike a password.
 */
public final class SecretHash {
  private static final int SECRET_BYTES = 32;
  private static final HexFormat HEX = HexFormat.of();

  private final byte[] digest;

  private SecretHash(byte[] digest) {
    this.digest = digest;
  }

  /** A new secret: 43 characters. */
  static String nextSecret(RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /** Of that secret. */
  static SecretHash of(String secret) {
    try {
      return new SecretHash(
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** From 64 hexadecimal digits; empty for anything else. */
  static Optional<SecretHash> parse(String text) {
    try {
      byte[] digest = HEX.parseHex(text);
      return digest.length == SECRET_BYTES ? Optional.of(new SecretHash(digest)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As it is kept. */
  String hex() {
    return HEX.formatHex(digest);
  }

  boolean matches(SecretHash other) {
    return MessageDigest.isEqual(digest, other.digest);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SecretHash hash && matches(hash);
  }

  @Override
  public int hashCode() {
    return digest[0];
  }

  @Override
  public String toString() {
    return "SecretHash";
  }
}
