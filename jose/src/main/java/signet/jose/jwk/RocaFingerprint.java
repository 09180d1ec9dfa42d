package signet.jose.jwk;

import java.math.BigInteger;

/**
 * Recognizes RSA moduli of the generator behind CVE-2017-15361 ("ROCA"): its primes are powers of
 * 65537 modulo many small primes, and so is their product. A sound modulus passes for one with a
 * chance below one in 2^27.
 */
final class RocaFingerprint {
  private static final int GENERATOR = 65537;
  private static final int[] SMALL_PRIMES = {
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167
  };

  private RocaFingerprint() {}

  static boolean matches(BigInteger modulus) {
    for (int prime : SMALL_PRIMES) {
      if (!isPowerOfGenerator(modulus.mod(BigInteger.valueOf(prime)).intValueExact(), prime)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPowerOfGenerator(int residue, int prime) {
    int power = 1;
    do {
      if (power == residue) {
        return true;
      }
      power = power * (GENERATOR % prime) % prime;
    } while (power != 1);
    return false;
  }
}
