package signet.jose.jwa;

import java.util.Optional;

/** The {@code crv} values that are understood (RFC 7518 §6.2.1.1, RFC 8037 §2). */
public enum Curve {
  /** NIST P-256. */
  P_256("P-256", "secp256r1", 32),
  /** NIST P-384. */
  P_384("P-384", "secp384r1", 48),
  /** NIST P-521. */
  P_521("P-521", "secp521r1", 66),
  /** The signature curve of RFC 8032. */
  ED25519("Ed25519", "Ed25519", 32),
  /** The agreement curve of RFC 7748. */
  X25519("X25519", "X25519", 32);

  private final String wireName;
  private final String jcaName;
  private final int coordinateBytes;

  Curve(String wireName, String jcaName, int coordinateBytes) {
    this.wireName = wireName;
    this.jcaName = jcaName;
    this.coordinateBytes = coordinateBytes;
  }

  /** The word in a JWK's {@code crv}. */
  public String wireName() {
    return wireName;
  }

  /** The name of the curve's parameters in the JCA. */
  public String jcaName() {
    return jcaName;
  }

  /** The length of one coordinate, and of a private value, in bytes. */
  public int coordinateBytes() {
    return coordinateBytes;
  }

  /** The curve of that name; case matters. */
  public static Optional<Curve> fromWireName(String name) {
    for (Curve curve : values()) {
      if (curve.wireName.equals(name)) {
        return Optional.of(curve);
      }
    }
    return Optional.empty();
  }
}
