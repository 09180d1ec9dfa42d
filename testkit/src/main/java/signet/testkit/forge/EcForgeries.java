package signet.testkit.forge;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** ECDSA signatures that are none: edge values of r and s, and other encodings of a right one. */
final class EcForgeries {
  private EcForgeries() {}

  static Map<String, byte[]> of(ForgeKey key, byte[] input) {
    Map<String, byte[]> forged = new LinkedHashMap<>();
    int size = Jca.coordinateBytes(key.alg());
    BigInteger order = ((ECPublicKey) key.publicKey()).getParams().getOrder();
    Map<String, BigInteger> edges = new LinkedHashMap<>();
    edges.put("0", BigInteger.ZERO);
    edges.put("1", BigInteger.ONE);
    edges.put("n-1", order.subtract(BigInteger.ONE));
    edges.put("n", order);
    edges.forEach(
        (rName, r) ->
            edges.forEach((sName, s) -> forged.put("r=" + rName + " s=" + sName, rs(r, s, size))));

    byte[] right = key.sign(input);
    byte[] r = Arrays.copyOfRange(right, 0, size);
    byte[] s = Arrays.copyOfRange(right, size, 2 * size);
    BigInteger sNumber = new BigInteger(1, s);
    BigInteger rNumber = new BigInteger(1, r);
    forged.put("DER", Der.sequence(Der.integer(rNumber), Der.integer(sNumber)));
    forged.put(
        "DER of zeros", Der.sequence(Der.integer(BigInteger.ZERO), Der.integer(BigInteger.ZERO)));
    forged.put("one byte short", Arrays.copyOf(right, 2 * size - 1));
    forged.put("one byte long", Arrays.copyOf(right, 2 * size + 1));
    forged.put("a zero before r", PublicForms.join(new byte[1], right));
    forged.put("a zero before r and s", PublicForms.join(new byte[1], r, new byte[1], s));
    forged.put("r alone", r);
    forged.put("s and r", PublicForms.join(s, r));
    forged.put("twice", PublicForms.join(right, right));
    forged.put("empty", new byte[0]);
    if (size < 66) {
      forged.put("s+n in one more byte each", rs(rNumber, sNumber.add(order), size + 1));
    } else {
      // P-521 leaves seven bits free, so s+n fits into the coordinate's own length.
      forged.put("s+n", rs(rNumber, sNumber.add(order), size));
    }
    return forged;
  }

  /** A signature in the form that certificates use. */
  static byte[] derSignature(ForgeKey key, String jcaName, byte[] input) {
    try {
      Signature signature = Signature.getInstance(jcaName);
      signature.initSign(key.privateKey());
      signature.update(input);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] rs(BigInteger r, BigInteger s, int size) {
    return PublicForms.join(Base64Url.fixed(r, size), Base64Url.fixed(s, size));
  }
}
