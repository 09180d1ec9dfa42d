package signet.jose.jwa;

/** The {@code kty} values that are understood (RFC 7518 §6.1, RFC 8037, RFC 9964). */
public enum KeyType {
  /** RSA, for signatures and key transport. */
  RSA("RSA"),
  /** Elliptic curve: the NIST curves. */
  EC("EC"),
  /** Octet key pair: Ed25519 and X25519. */
  OKP("OKP"),
  /** A symmetric key. */
  OCT("oct"),
  /** Algorithm key pair: a key that names its one algorithm, as ML-DSA keys do. */
  AKP("AKP");

  private final String wireName;

  KeyType(String wireName) {
    this.wireName = wireName;
  }

  /** The word in a JWK's {@code kty}. */
  public String wireName() {
    return wireName;
  }
}
