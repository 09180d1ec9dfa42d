package signet.jose.jwk;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import signet.jose.jwa.Curve;

/**
 * The NIST curves' parameters and the arithmetic that importing a key needs. Not for secrets of
 * others: not constant-time.
 */
final class EllipticCurve {
  private static final Map<Curve, ECParameterSpec> PARAMETERS = new EnumMap<>(Curve.class);

  static {
    for (Curve curve : new Curve[] {Curve.P_256, Curve.P_384, Curve.P_521}) {
      PARAMETERS.put(curve, load(curve));
    }
  }

  private EllipticCurve() {}

  private static ECParameterSpec load(Curve curve) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(curve.jcaName()));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks the curve " + curve.wireName(), e);
    }
  }

  static ECParameterSpec parameters(Curve curve) {
    ECParameterSpec parameters = PARAMETERS.get(curve);
    if (parameters == null) {
      throw new IllegalArgumentException(curve.wireName() + " is no NIST curve");
    }
    return parameters;
  }

  /** Which of the supported curves the parameters are; secp256k1 and the like are none of them. */
  static Optional<Curve> of(ECParameterSpec parameters) {
    for (Map.Entry<Curve, ECParameterSpec> entry : PARAMETERS.entrySet()) {
      ECParameterSpec known = entry.getValue();
      if (known.getCurve().equals(parameters.getCurve())
          && known.getGenerator().equals(parameters.getGenerator())
          && known.getOrder().equals(parameters.getOrder())) {
        return Optional.of(entry.getKey());
      }
    }
    return Optional.empty();
  }

  /**
   * Whether the point satisfies the curve's equation, its coordinates reduced; infinity does not.
   */
  static boolean contains(Curve curve, ECPoint point) {
    if (point.equals(ECPoint.POINT_INFINITY)) {
      return false;
    }
    ECParameterSpec parameters = parameters(curve);
    BigInteger p = prime(parameters);
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x.signum() < 0 || x.compareTo(p) >= 0 || y.signum() < 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right =
        x.multiply(x)
            .add(parameters.getCurve().getA())
            .multiply(x)
            .add(parameters.getCurve().getB());
    return y.multiply(y).subtract(right).mod(p).signum() == 0;
  }

  /** The public point of a private value. */
  static ECPoint publicPoint(Curve curve, BigInteger privateValue) {
    ECParameterSpec parameters = parameters(curve);
    ECPoint sum = ECPoint.POINT_INFINITY;
    for (int bit = privateValue.bitLength() - 1; bit >= 0; bit--) {
      sum = add(parameters, sum, sum);
      if (privateValue.testBit(bit)) {
        sum = add(parameters, sum, parameters.getGenerator());
      }
    }
    return sum;
  }

  private static ECPoint add(ECParameterSpec parameters, ECPoint left, ECPoint right) {
    if (left.equals(ECPoint.POINT_INFINITY)) {
      return right;
    }
    if (right.equals(ECPoint.POINT_INFINITY)) {
      return left;
    }
    BigInteger p = prime(parameters);
    BigInteger x1 = left.getAffineX();
    BigInteger y1 = left.getAffineY();
    BigInteger x2 = right.getAffineX();
    BigInteger y2 = right.getAffineY();
    BigInteger slope;
    if (!x1.equals(x2)) {
      slope = y2.subtract(y1).multiply(x2.subtract(x1).modInverse(p)).mod(p);
    } else if (y1.equals(y2) && y1.signum() != 0) {
      BigInteger three = BigInteger.valueOf(3);
      BigInteger rise = x1.multiply(x1).multiply(three).add(parameters.getCurve().getA());
      slope = rise.multiply(y1.shiftLeft(1).modInverse(p)).mod(p);
    } else {
      return ECPoint.POINT_INFINITY;
    }
    BigInteger x3 = slope.multiply(slope).subtract(x1).subtract(x2).mod(p);
    BigInteger y3 = slope.multiply(x1.subtract(x3)).subtract(y1).mod(p);
    return new ECPoint(x3, y3);
  }

  private static BigInteger prime(ECParameterSpec parameters) {
    return ((ECFieldFp) parameters.getCurve().getField()).getP();
  }
}
