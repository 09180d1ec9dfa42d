package signet.jose.jwa;

import java.util.Optional;

/** How a JWE's content is encrypted and authenticated (RFC 7518 §5). */
public enum JweEncryption {
  /** AES-GCM, 128 bits. */
  A128GCM("A128GCM", 16, 0),
  /** AES-GCM, 192 bits. */
  A192GCM("A192GCM", 24, 0),
  /** AES-GCM, 256 bits. */
  A256GCM("A256GCM", 32, 0),
  /** AES-CBC, 128 bits, with HMAC SHA-256. */
  A128CBC_HS256("A128CBC-HS256", 32, 256),
  /** AES-CBC, 192 bits, with HMAC SHA-384. */
  A192CBC_HS384("A192CBC-HS384", 48, 384),
  /** AES-CBC, 256 bits, with HMAC SHA-512. */
  A256CBC_HS512("A256CBC-HS512", 64, 512);

  private final String wireName;
  private final int keyBytes;
  private final int hashBits;

  JweEncryption(String wireName, int keyBytes, int hashBits) {
    this.wireName = wireName;
    this.keyBytes = keyBytes;
    this.hashBits = hashBits;
  }

  /** The word in a header's {@code enc}. */
  public String wireName() {
    return wireName;
  }

  /** The length of the content encryption key in bytes, the MAC's half included. */
  public int keyBytes() {
    return keyBytes;
  }

  /** Whether it is AES-GCM; AES-CBC with HMAC otherwise. */
  public boolean isGcm() {
    return hashBits == 0;
  }

  /** The size of the HMAC's hash in bits; 0 for GCM. */
  public int hashBits() {
    return hashBits;
  }

  /** The length of the initialization vector in bytes. */
  public int ivBytes() {
    return isGcm() ? 12 : 16;
  }

  /** The length of the authentication tag in bytes. */
  public int tagBytes() {
    return isGcm() ? 16 : keyBytes / 2;
  }

  /** The encryption of that name; case matters. */
  public static Optional<JweEncryption> fromWireName(String name) {
    for (JweEncryption encryption : values()) {
      if (encryption.wireName.equals(name)) {
        return Optional.of(encryption);
      }
    }
    return Optional.empty();
  }
}
