package signet.jose.jwa;

import java.util.Optional;

/**
 * How a JWE's content encryption key reaches its reader (RFC 7518 §4). RSA1_5 and the
 * password-based algorithms do not exist here.
 */
public enum JweAlgorithm {
  /** The shared key is the content encryption key. */
  DIR("dir", KeyType.OCT, 0),
  /** AES key wrap, 128 bits. */
  A128KW("A128KW", KeyType.OCT, 16),
  /** AES key wrap, 192 bits. */
  A192KW("A192KW", KeyType.OCT, 24),
  /** AES key wrap, 256 bits. */
  A256KW("A256KW", KeyType.OCT, 32),
  /** AES-GCM key wrap, 128 bits. */
  A128GCMKW("A128GCMKW", KeyType.OCT, 16),
  /** AES-GCM key wrap, 192 bits. */
  A192GCMKW("A192GCMKW", KeyType.OCT, 24),
  /** AES-GCM key wrap, 256 bits. */
  A256GCMKW("A256GCMKW", KeyType.OCT, 32),
  /** RSAES-OAEP with SHA-1, which is safe there and widely used. */
  RSA_OAEP("RSA-OAEP", KeyType.RSA, 0),
  /** RSAES-OAEP with SHA-256. */
  RSA_OAEP_256("RSA-OAEP-256", KeyType.RSA, 0),
  /** Ephemeral-static Diffie-Hellman, on a NIST curve or X25519. */
  ECDH_ES("ECDH-ES", KeyType.EC, 0),
  /** ECDH-ES, then AES key wrap, 128 bits. */
  ECDH_ES_A128KW("ECDH-ES+A128KW", KeyType.EC, 16),
  /** ECDH-ES, then AES key wrap, 192 bits. */
  ECDH_ES_A192KW("ECDH-ES+A192KW", KeyType.EC, 24),
  /** ECDH-ES, then AES key wrap, 256 bits. */
  ECDH_ES_A256KW("ECDH-ES+A256KW", KeyType.EC, 32);

  private final String wireName;
  private final KeyType keyType;
  private final int keyBytes;

  JweAlgorithm(String wireName, KeyType keyType, int keyBytes) {
    this.wireName = wireName;
    this.keyType = keyType;
    this.keyBytes = keyBytes;
  }

  /** The word in a header's {@code alg}. */
  public String wireName() {
    return wireName;
  }

  /** Whether a key of this type can be used; the ECDH algorithms take EC and X25519 keys. */
  public boolean takes(KeyType type) {
    return type == keyType || (isAgreement() && type == KeyType.OKP);
  }

  /** The length of the wrapping key in bytes; 0 where there is none. */
  public int wrappingKeyBytes() {
    return keyBytes;
  }

  /** Whether the algorithm is one of the ECDH-ES family. */
  public boolean isAgreement() {
    return keyType == KeyType.EC;
  }

  /** Whether the algorithm wraps with AES-GCM, its IV and tag in the header. */
  public boolean isGcmWrap() {
    return this == A128GCMKW || this == A192GCMKW || this == A256GCMKW;
  }

  /**
   * Whether the encrypted key is empty: the content encryption key is the shared or the agreed one
   * itself.
   */
  public boolean isDirect() {
    return this == DIR || this == ECDH_ES;
  }

  /** The algorithm of that name; case matters. */
  public static Optional<JweAlgorithm> fromWireName(String name) {
    for (JweAlgorithm algorithm : values()) {
      if (algorithm.wireName.equals(name)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }
}
