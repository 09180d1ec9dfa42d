package signet.testkit.forge;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ed25519 and ML-DSA signatures that are none: a second form of S, and hints that are no hints. */
final class EdwardsAndLatticeForgeries {
  /** The order of the Ed25519 base point (RFC 8032 §5.1). */
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private EdwardsAndLatticeForgeries() {}

  static Map<String, byte[]> of(ForgeKey key, byte[] input) {
    byte[] right = key.sign(input);
    Map<String, byte[]> forged = new LinkedHashMap<>();
    forged.put("zero", new byte[right.length]);
    forged.put("one byte short", Arrays.copyOf(right, right.length - 1));
    forged.put("one byte long", Arrays.copyOf(right, right.length + 1));
    forged.put("empty", new byte[0]);
    if (Jca.isMlDsa(key.alg())) {
      hints(key.alg(), right, forged);
    } else if (!Jca.isHmac(key.alg())) {
      scalars(right, forged);
    } else {
      forged.put("half the MAC", Arrays.copyOf(right, right.length / 2));
      forged.put("one byte of the MAC", Arrays.copyOf(right, 1));
    }
    return forged;
  }

  private static void scalars(byte[] right, Map<String, byte[]> forged) {
    BigInteger s = new BigInteger(1, reversed(Arrays.copyOfRange(right, 32, 64)));
    forged.put("S+L", withS(right, s.add(ORDER)));
    forged.put("S=L", withS(right, ORDER));
    forged.put("S=0", withS(right, BigInteger.ZERO));
    byte[] highBit = right.clone();
    highBit[63] |= (byte) 0x80;
    forged.put("highest bit of S", highBit);
    byte[] neutral = new byte[64];
    neutral[0] = 1;
    forged.put("R neutral, S=0", neutral);
    byte[] notOnCurve = right.clone();
    Arrays.fill(notOnCurve, 0, 32, (byte) 0xff);
    forged.put("R no point", notOnCurve);
  }

  /** FIPS 204 §7.1: the hint is ω positions, then k counts that never fall and end within ω. */
  private static void hints(String alg, byte[] right, Map<String, byte[]> forged) {
    int k = "ML-DSA-44".equals(alg) ? 4 : "ML-DSA-65".equals(alg) ? 6 : 8;
    int omega = "ML-DSA-44".equals(alg) ? 80 : "ML-DSA-65".equals(alg) ? 55 : 75;
    int counts = right.length - k;
    int positions = counts - omega;
    int used = right[right.length - 1] & 0xff;

    byte[] falling = right.clone();
    falling[counts] = (byte) (used + 1);
    forged.put("counts that fall", falling);
    byte[] beyond = right.clone();
    beyond[right.length - 1] = (byte) (omega + 1);
    forged.put("more hints than ω", beyond);
    byte[] unordered = right.clone();
    unordered[positions] = (byte) 0xff;
    unordered[positions + 1] = 0;
    forged.put("positions out of order", unordered);
    byte[] leftOver = right.clone();
    Arrays.fill(leftOver, positions + used, counts, (byte) 1);
    if (used < omega) {
      forged.put("a position after the last hint", leftOver);
    }
    byte[] noise = right.clone();
    noise[0] ^= 1;
    forged.put("commitment hash changed", noise);
  }

  private static byte[] withS(byte[] signature, BigInteger s) {
    byte[] changed = Arrays.copyOf(signature, 64);
    System.arraycopy(reversed(Base64Url.fixed(s, 32)), 0, changed, 32, 32);
    return changed;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
