package signet.jose.jwk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import signet.jose.jwa.Curve;

class EllipticCurveTest {
  private static BigInteger prime(ECParameterSpec parameters) {
    return ((ECFieldFp) parameters.getCurve().getField()).getP();
  }

  @ParameterizedTest
  @EnumSource(names = {"P_256", "P_384", "P_521"})
  void publicPointIsThatOfTheJdk(Curve curve) throws GeneralSecurityException {
    ECParameterSpec parameters = EllipticCurve.parameters(curve);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(parameters);
    for (int i = 0; i < 3; i++) {
      KeyPair pair = generator.generateKeyPair();
      ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
      BigInteger d = ((ECPrivateKey) pair.getPrivate()).getS();
      assertThat(EllipticCurve.publicPoint(curve, d)).isEqualTo(point);
      assertThat(EllipticCurve.contains(curve, point)).isTrue();
    }
    assertThat(EllipticCurve.of(parameters)).contains(curve);
  }

  @ParameterizedTest
  @EnumSource(names = {"P_256", "P_384", "P_521"})
  void generatorHasTheCurvesOrder(Curve curve) {
    ECParameterSpec parameters = EllipticCurve.parameters(curve);
    ECPoint generator = parameters.getGenerator();
    BigInteger order = parameters.getOrder();
    ECPoint opposite =
        new ECPoint(generator.getAffineX(), prime(parameters).subtract(generator.getAffineY()));
    assertThat(EllipticCurve.publicPoint(curve, BigInteger.ONE)).isEqualTo(generator);
    assertThat(EllipticCurve.publicPoint(curve, order.subtract(BigInteger.ONE)))
        .isEqualTo(opposite);
    assertThat(EllipticCurve.publicPoint(curve, order)).isEqualTo(ECPoint.POINT_INFINITY);
    assertThat(EllipticCurve.publicPoint(curve, order.add(BigInteger.ONE))).isEqualTo(generator);
    assertThat(EllipticCurve.contains(curve, opposite)).isTrue();
  }

  @Test
  void coordinatesAreReduced() {
    ECParameterSpec parameters = EllipticCurve.parameters(Curve.P_256);
    BigInteger p = prime(parameters);
    // The point at x = 0, whose y is the root of b.
    BigInteger b = parameters.getCurve().getB();
    BigInteger y = b.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    assertThat(y.modPow(BigInteger.TWO, p)).isEqualTo(b);

    assertThat(contains(BigInteger.ZERO, y)).isTrue();
    assertThat(contains(p, y)).isFalse();
    assertThat(contains(p.negate(), y)).isFalse();
    assertThat(contains(BigInteger.ZERO, y.subtract(p))).isFalse();
    assertThat(contains(BigInteger.ZERO, y.add(p))).isFalse();
    assertThat(contains(BigInteger.ONE, y)).isFalse();
    assertThat(contains(BigInteger.ZERO, BigInteger.ZERO)).isFalse();
    assertThat(EllipticCurve.contains(Curve.P_256, ECPoint.POINT_INFINITY)).isFalse();
  }

  private static boolean contains(BigInteger x, BigInteger y) {
    return EllipticCurve.contains(Curve.P_256, new ECPoint(x, y));
  }

  @Test
  void curveWithOtherParametersIsAnother() {
    ECParameterSpec known = EllipticCurve.parameters(Curve.P_256);
    ECParameterSpec other = EllipticCurve.parameters(Curve.P_384);
    ECPoint twice = EllipticCurve.publicPoint(Curve.P_256, BigInteger.TWO);
    assertThat(EllipticCurve.of(new ECParameterSpec(known.getCurve(), twice, known.getOrder(), 1)))
        .isEmpty();
    assertThat(
            EllipticCurve.of(
                new ECParameterSpec(known.getCurve(), known.getGenerator(), other.getOrder(), 1)))
        .isEmpty();
    assertThat(
            EllipticCurve.of(
                new ECParameterSpec(other.getCurve(), known.getGenerator(), known.getOrder(), 1)))
        .isEmpty();
  }

  @Test
  void onlyNistCurvesHaveParameters() {
    assertThatThrownBy(() -> EllipticCurve.parameters(Curve.X25519))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
