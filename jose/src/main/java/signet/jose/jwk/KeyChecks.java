package signet.jose.jwk;

import static signet.jose.jwk.JwkException.Problem.INVALID;
import static signet.jose.jwk.JwkException.Problem.UNSUPPORTED;
import static signet.jose.jwk.JwkException.Problem.WEAK;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import signet.jose.jwa.Curve;

/** What every key must satisfy before it becomes a {@link Jwk}, wherever it came from. */
final class KeyChecks {
  static final int MIN_RSA_BITS = 2048;
  static final int MAX_RSA_BITS = 8192;

  private static final BigInteger MIN_RSA_EXPONENT = BigInteger.valueOf(65537);
  // Larger ones only make verification slow (SP 800-56B r2 §6.2 has the same bound).
  private static final int MAX_RSA_EXPONENT_BITS = 256;

  private static final BigInteger ED25519_PRIME =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  /** A y coordinate of the points of order 8; the other one is its negative. */
  private static final BigInteger ED25519_ORDER_8 =
      new BigInteger("5fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16);

  /**
   * The y coordinates of the points whose order divides 8; such a key verifies one signature over
   * many messages.
   */
  private static final Set<BigInteger> ED25519_SMALL_ORDER =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          ED25519_PRIME.subtract(BigInteger.ONE),
          ED25519_ORDER_8,
          ED25519_PRIME.subtract(ED25519_ORDER_8));

  private KeyChecks() {}

  static void check(RSAPublicKey key) {
    check(key.getModulus(), key.getPublicExponent());
  }

  static void check(BigInteger modulus, BigInteger e) {
    int bits = modulus.bitLength();
    if (bits < MIN_RSA_BITS) {
      throw new JwkException(
          WEAK, "an RSA key of " + bits + " bits is too short; use at least " + MIN_RSA_BITS);
    }
    if (bits > MAX_RSA_BITS) {
      throw new JwkException(
          UNSUPPORTED, "an RSA key of " + bits + " bits is above the limit of " + MAX_RSA_BITS);
    }
    if (!e.testBit(0)
        || e.compareTo(MIN_RSA_EXPONENT) < 0
        || e.bitLength() > MAX_RSA_EXPONENT_BITS) {
      throw new JwkException(WEAK, "the RSA public exponent must be odd and at least 65537");
    }
    if (!modulus.testBit(0)) {
      throw new JwkException(INVALID, "the RSA modulus is even");
    }
    if (RocaFingerprint.matches(modulus)) {
      throw new JwkException(
          WEAK, "the RSA modulus has the fingerprint of a faulty key generator (CVE-2017-15361)");
    }
  }

  static Curve check(ECPublicKey key) {
    Curve curve =
        EllipticCurve.of(key.getParams())
            .orElseThrow(
                () -> new JwkException(UNSUPPORTED, "only the curves P-256, P-384 and P-521"));
    if (!EllipticCurve.contains(curve, key.getW())) {
      throw new JwkException(INVALID, "the point is not on " + curve.wireName());
    }
    return curve;
  }

  /**
   * Checks the 32 bytes of an Ed25519 public key: canonical (RFC 8032 §5.1.3) and not of small
   * order.
   */
  static void checkEd25519(byte[] littleEndian) {
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < littleEndian.length; i++) {
      bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
    }
    bigEndian[0] &= 0x7f;
    BigInteger y = new BigInteger(1, bigEndian);
    if (y.compareTo(ED25519_PRIME) >= 0) {
      throw new JwkException(INVALID, "the Ed25519 public key is not canonical");
    }
    if (ED25519_SMALL_ORDER.contains(y)) {
      throw new JwkException(INVALID, "the Ed25519 public key is of small order");
    }
  }
}
