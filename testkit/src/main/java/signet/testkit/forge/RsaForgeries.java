package signet.testkit.forge;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * RSA signatures over paddings that are wrong: PKCS#1 v1.5 as Bleichenbacher's forgeries of 2006
 * need it, and PSS (RFC 8017 §9.1) with one thing changed. The raw private operation is done on
 * numbers, so any padding can be signed.
 */
final class RsaForgeries {
  private final ForgeKey key;
  private final byte[] input;
  private final String hash;
  private final int bytes;
  private final Map<String, byte[]> forged = new LinkedHashMap<>();

  private RsaForgeries(ForgeKey key, byte[] input) {
    this.key = key;
    this.input = input;
    this.hash = Jca.hash(key.alg());
    this.bytes = (((RSAPrivateKey) key.privateKey()).getModulus().bitLength() + 7) / 8;
  }

  static Map<String, byte[]> of(ForgeKey key, byte[] input) {
    RsaForgeries all = new RsaForgeries(key, input);
    if (key.alg().startsWith("PS")) {
      all.pss();
    } else {
      all.pkcs1();
    }
    all.numbers();
    return all.forged;
  }

  /** The construction with nothing changed, which must verify: the control of all others. */
  static byte[] unchanged(ForgeKey key, byte[] input) {
    RsaForgeries all = new RsaForgeries(key, input);
    if (key.alg().startsWith("PS")) {
      return all.pss(all.hash, all.hash, Jca.bits(key.alg()) / 8, 0xbc, 1);
    }
    byte[] tail = PublicForms.join(digestInfo(all.hash), digest(all.hash, input));
    return all.raw(padded(1, filled(all.bytes - 3 - tail.length), tail));
  }

  private void pkcs1() {
    byte[] digest = digest(hash, input);
    byte[] info = PublicForms.join(digestInfo(hash), digest);
    byte[] zeros = new byte[bytes - 3 - 8 - info.length];
    byte[] ff = filled(8);
    add("right digest after eight bytes, then zeros", 1, ff, PublicForms.join(info, zeros));
    add(
        "right digest after eight bytes, then junk",
        1,
        ff,
        PublicForms.join(info, filled(zeros.length)));
    add(
        "no padding bytes",
        1,
        new byte[0],
        PublicForms.join(info, new byte[bytes - 3 - info.length]));
    add("block type 2", 2, filled(bytes - 3 - info.length), info);
    add("block type 0", 0, new byte[bytes - 3 - info.length], info);
    add("digest without DigestInfo", 1, filled(bytes - 3 - digest.length), digest);
    byte[] last = PublicForms.join(info, new byte[1]);
    add("a byte after the digest", 1, filled(bytes - 3 - last.length), last);
    String other = "SHA-256".equals(hash) ? "SHA-512" : "SHA-256";
    byte[] otherInfo = PublicForms.join(digestInfo(other), digest(other, input));
    add("another hash", 1, filled(bytes - 3 - otherInfo.length), otherInfo);
    byte[] padding = filled(bytes - 3 - info.length);
    padding[3] = 1;
    add("a foreign byte in the padding", 1, padding, info);
    byte[] message = padded(1, filled(bytes - 3 - info.length), info);
    message[0] = 1;
    forged.put("first byte 1 instead of 0", raw(message));
  }

  private void pss() {
    int size = Jca.bits(key.alg()) / 8;
    forged.put("empty salt", pss(hash, hash, 0, 0xbc, 1));
    forged.put("salt one byte short", pss(hash, hash, size - 1, 0xbc, 1));
    forged.put("salt one byte long", pss(hash, hash, size + 1, 0xbc, 1));
    String other = "SHA-256".equals(hash) ? "SHA-384" : "SHA-256";
    forged.put("another mask hash", pss(hash, other, size, 0xbc, 1));
    forged.put("another hash", pss(other, other, size, 0xbc, 1));
    forged.put("SHA-1 all through", pss("SHA-1", "SHA-1", 20, 0xbc, 1));
    forged.put("trailer 0xcc", pss(hash, hash, size, 0xcc, 1));
    forged.put("separator 2", pss(hash, hash, size, 0xbc, 2));
    forged.put("separator 0", pss(hash, hash, size, 0xbc, 0));
    forged.put("PKCS#1 v1.5", key.as("RS" + key.alg().substring(2)).sign(input));
  }

  /** What is no padding at all. */
  private void numbers() {
    byte[] right = key.sign(input);
    BigInteger modulus = ((RSAPrivateKey) key.privateKey()).getModulus();
    forged.put("zero", new byte[bytes]);
    forged.put("one", Base64Url.fixed(BigInteger.ONE, bytes));
    forged.put("modulus", Base64Url.fixed(modulus, bytes));
    forged.put("modulus - 1", Base64Url.fixed(modulus.subtract(BigInteger.ONE), bytes));
    forged.put("one byte short", Arrays.copyOf(right, bytes - 1));
    forged.put("one byte long", Arrays.copyOf(right, bytes + 1));
    forged.put("a zero before it", PublicForms.join(new byte[1], right));
    forged.put("signature + modulus", Base64Url.shortest(new BigInteger(1, right).add(modulus)));
    forged.put("empty", new byte[0]);
  }

  private byte[] pss(
      String messageHash, String maskHash, int saltBytes, int trailer, int separator) {
    byte[] salt = filled(saltBytes);
    byte[] inner = PublicForms.join(new byte[8], digest(messageHash, input), salt);
    byte[] h = digest(messageHash, inner);
    byte[] db = new byte[bytes - h.length - 1];
    db[db.length - salt.length - 1] = (byte) separator;
    System.arraycopy(salt, 0, db, db.length - salt.length, salt.length);
    byte[] mask = mask(maskHash, h, db.length);
    for (int i = 0; i < db.length; i++) {
      db[i] ^= mask[i];
    }
    db[0] &= 0x7f;
    return raw(PublicForms.join(db, h, new byte[] {(byte) trailer}));
  }

  private static byte[] mask(String maskHash, byte[] seed, int length) {
    byte[] mask = new byte[0];
    for (int counter = 0; mask.length < length; counter++) {
      byte[] block = PublicForms.join(seed, Base64Url.fixed(BigInteger.valueOf(counter), 4));
      mask = PublicForms.join(mask, digest(maskHash, block));
    }
    return Arrays.copyOf(mask, length);
  }

  private void add(String name, int type, byte[] padding, byte[] tail) {
    forged.put(name, raw(padded(type, padding, tail)));
  }

  private static byte[] padded(int type, byte[] padding, byte[] tail) {
    return PublicForms.join(new byte[] {0, (byte) type}, padding, new byte[1], tail);
  }

  private byte[] raw(byte[] message) {
    RSAPrivateKey rsa = (RSAPrivateKey) key.privateKey();
    BigInteger number = new BigInteger(1, message).mod(rsa.getModulus());
    return Base64Url.fixed(number.modPow(rsa.getPrivateExponent(), rsa.getModulus()), bytes);
  }

  /** The DER before the digest (RFC 8017 §9.2, note 1). */
  private static byte[] digestInfo(String hash) {
    int bytes = Integer.parseInt(hash.substring(4)) / 8;
    byte[] algorithm = Der.sequence(Der.oid("6086480165030402" + identifier(hash)), Der.nothing());
    byte[] whole = Der.sequence(algorithm, Der.tagged(4, new byte[bytes]));
    return Arrays.copyOf(whole, whole.length - bytes);
  }

  private static String identifier(String hash) {
    return "SHA-256".equals(hash) ? "01" : "SHA-384".equals(hash) ? "02" : "03";
  }

  private static byte[] filled(int length) {
    byte[] filled = new byte[length];
    Arrays.fill(filled, (byte) 0xff);
    return filled;
  }

  private static byte[] digest(String name, byte[] bytes) {
    try {
      return MessageDigest.getInstance(name).digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
