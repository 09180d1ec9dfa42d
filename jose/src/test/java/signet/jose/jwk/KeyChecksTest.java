package signet.jose.jwk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwk.JwkException.Problem;

class KeyChecksTest {
  private static final BigInteger E = BigInteger.valueOf(65537);
  private static final BigInteger SMALL_PRIMES =
      IntStream.rangeClosed(3, 167)
          .mapToObj(BigInteger::valueOf)
          .filter(n -> n.isProbablePrime(50))
          .reduce(BigInteger.ONE, BigInteger::multiply);
  private static final BigInteger ED25519_PRIME = BigInteger.TWO.pow(255).subtract(number("19"));

  private static BigInteger number(String decimal) {
    return new BigInteger(decimal);
  }

  /** An odd number of so many bits, which is a multiple of 3, so no power of the ROCA generator. */
  private static BigInteger modulus(int bits) {
    BigInteger n = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
    while (n.mod(BigInteger.valueOf(3)).signum() != 0) {
      n = n.add(BigInteger.TWO);
    }
    return n;
  }

  /** An odd number of 2048 bits and of that residue modulo all small primes. */
  private static BigInteger withResidue(BigInteger residue) {
    BigInteger start = BigInteger.ONE.shiftLeft(2047).divide(SMALL_PRIMES).add(BigInteger.ONE);
    BigInteger n = start.multiply(SMALL_PRIMES).add(residue);
    return n.testBit(0) ? n : n.add(SMALL_PRIMES);
  }

  private static void assertRefused(Problem problem, String message, ThrowingCallable check) {
    JwkException refused = catchThrowableOfType(JwkException.class, check);
    assertThat(refused).isNotNull().hasMessageContaining(message);
    assertThat(refused.problem()).isEqualTo(problem);
  }

  @ParameterizedTest
  @ValueSource(ints = {2048, 8192})
  void rsaModulusHas2048To8192Bits(int bits) {
    assertThatCode(() -> KeyChecks.check(modulus(bits), E)).doesNotThrowAnyException();
  }

  @Test
  void rsaModulusOfAnotherSizeIsRefused() {
    assertRefused(Problem.WEAK, "2047 bits", () -> KeyChecks.check(modulus(2047), E));
    assertRefused(Problem.UNSUPPORTED, "8193 bits", () -> KeyChecks.check(modulus(8193), E));
  }

  @Test
  void rsaModulusIsOdd() {
    BigInteger even = modulus(2048).add(BigInteger.ONE);
    assertRefused(Problem.INVALID, "even", () -> KeyChecks.check(even, E));
  }

  @Test
  void rsaExponentIsOddAndBetween65537And256Bits() {
    BigInteger largest = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    assertThatCode(() -> KeyChecks.check(modulus(2048), largest)).doesNotThrowAnyException();
    for (BigInteger e :
        new BigInteger[] {
          number("3"), number("65535"), number("65538"), largest.add(BigInteger.TWO)
        }) {
      assertRefused(Problem.WEAK, "exponent", () -> KeyChecks.check(modulus(2048), e));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 1000})
  void modulusOfTheFaultyGeneratorIsRefused(int power) {
    BigInteger roca = withResidue(E.modPow(BigInteger.valueOf(power), SMALL_PRIMES));
    assertThat(RocaFingerprint.matches(roca)).isTrue();
    assertRefused(Problem.WEAK, "CVE-2017-15361", () -> KeyChecks.check(roca, E));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 11, 97, 167})
  void oneForeignResidueMakesAModulusSound(int prime) {
    // Modulo all other primes it is the generator itself.
    BigInteger p = BigInteger.valueOf(prime);
    BigInteger others = SMALL_PRIMES.divide(p);
    BigInteger residue = E.multiply(p).multiply(p.modInverse(others)).mod(SMALL_PRIMES);
    BigInteger sound = withResidue(residue);
    assertThat(sound.mod(others)).isEqualTo(E.mod(others));
    assertThat(RocaFingerprint.matches(sound)).isFalse();
    assertThatCode(() -> KeyChecks.check(sound, E)).doesNotThrowAnyException();
  }

  private static byte[] littleEndian(BigInteger y) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = y.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "0, small order",
    "1, small order",
    "-1, small order",
    "2707385501144840649318225287225658788936804267575313519463743609750303402022, small order",
    "-2707385501144840649318225287225658788936804267575313519463743609750303402022, small order"
  })
  void pointOfSmallOrderIsNoKey(String y, String message) {
    BigInteger reduced = number(y).mod(ED25519_PRIME);
    for (int sign = 0; sign < 2; sign++) {
      byte[] key = littleEndian(sign == 0 ? reduced : reduced.setBit(255));
      assertRefused(Problem.INVALID, message, () -> KeyChecks.checkEd25519(key));
    }
  }

  @Test
  void coordinateIsReduced() {
    for (BigInteger y : new BigInteger[] {ED25519_PRIME, ED25519_PRIME.add(BigInteger.TWO)}) {
      assertRefused(
          Problem.INVALID, "not canonical", () -> KeyChecks.checkEd25519(littleEndian(y)));
    }
    for (BigInteger y : new BigInteger[] {BigInteger.TWO, ED25519_PRIME.subtract(BigInteger.TWO)}) {
      assertThatCode(() -> KeyChecks.checkEd25519(littleEndian(y))).doesNotThrowAnyException();
    }
  }
}
