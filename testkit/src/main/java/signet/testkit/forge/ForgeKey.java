package signet.testkit.forge;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import signet.testkit.json.Json;

/**
 * A key under an algorithm of one's choice: a key pair, or a secret. Checks nothing, so weak keys
 * and keys under a foreign algorithm can be expressed. Immutable.
 */
public final class ForgeKey {
  private final String alg;
  private final String kid;
  private final @Nullable KeyPair pair;
  private final byte[] secret;

  private ForgeKey(String alg, String kid, @Nullable KeyPair pair, byte[] secret) {
    this.alg = alg;
    this.kid = kid;
    this.pair = pair;
    this.secret = secret;
  }

  /** A fresh key: RSA of 2048 bits, the curve of the algorithm, a secret as long as the hash. */
  public static ForgeKey generate(String alg) {
    if (Jca.isHmac(alg)) {
      byte[] secret = new byte[Jca.bits(alg) / 8];
      new SecureRandom().nextBytes(secret);
      return secret(alg, secret);
    }
    try {
      return pair(alg, Jca.generate(alg));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make a key for " + alg, e);
    }
  }

  /** A fresh RSA key of any size and exponent. */
  public static ForgeKey rsa(String alg, int bits, long exponent) {
    try {
      return pair(alg, Jca.rsa(bits, BigInteger.valueOf(exponent)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A secret of any length, the empty one too. */
  public static ForgeKey secret(String alg, byte[] secret) {
    return new ForgeKey(alg, "forged-" + alg, null, secret.clone());
  }

  /** A key pair that exists already. */
  public static ForgeKey pair(String alg, KeyPair pair) {
    return new ForgeKey(alg, "forged-" + alg, pair, new byte[0]);
  }

  /** The public half alone of somebody else's pair, which signs nothing. */
  public static ForgeKey ofPublic(String alg, PublicKey key) {
    return pair(alg, new KeyPair(key, null));
  }

  /** Whether there is something to sign with. */
  boolean canSign() {
    return pair == null || pair.getPrivate() != null;
  }

  /** The same key under another algorithm of its family. */
  public ForgeKey as(String otherAlg) {
    return new ForgeKey(otherAlg, kid, pair, secret);
  }

  /** The same key under another {@code kid}. */
  public ForgeKey withKid(String otherKid) {
    return new ForgeKey(alg, otherKid, pair, secret);
  }

  /** The JOSE name of the algorithm, as it will stand in the header. */
  public String alg() {
    return alg;
  }

  public String kid() {
    return kid;
  }

  /** The public half; a secret has none. */
  public PublicKey publicKey() {
    return requirePair().getPublic();
  }

  /** The private half; a secret has none. */
  public PrivateKey privateKey() {
    return requirePair().getPrivate();
  }

  /** A copy of the secret, empty for a key pair. */
  public byte[] secret() {
    return secret.clone();
  }

  /** The signature or MAC over {@code input}, as JOSE writes it. */
  public byte[] sign(byte[] input) {
    try {
      if (Jca.isHmac(alg)) {
        return hmac(input);
      }
      Signature signature = Jca.signature(alg);
      signature.initSign(privateKey());
      signature.update(input);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether {@code signature} is this key's over {@code input}; false where it cannot be one. */
  public boolean verify(byte[] input, byte[] signature) {
    try {
      if (Jca.isHmac(alg)) {
        return Arrays.equals(hmac(input), signature);
      }
      Signature verifier = Jca.signature(alg);
      verifier.initVerify(publicKey());
      verifier.update(input);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The members of the key's JWK: the public half, or the secret with {@code k}. */
  public Map<String, @Nullable Object> jwkMembers() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (pair == null) {
      members.put("kty", "oct");
      members.put("k", Base64Url.encode(secret));
    } else if (publicKey() instanceof RSAPublicKey rsa) {
      members.put("kty", "RSA");
      members.put("n", Base64Url.encode(Base64Url.shortest(rsa.getModulus())));
      members.put("e", Base64Url.encode(Base64Url.shortest(rsa.getPublicExponent())));
    } else if (publicKey() instanceof ECPublicKey ec) {
      int bytes = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
      members.put("kty", "EC");
      members.put("crv", bytes == 66 ? "P-521" : "P-" + 8 * bytes);
      members.put("x", Base64Url.encode(Base64Url.fixed(ec.getW().getAffineX(), bytes)));
      members.put("y", Base64Url.encode(Base64Url.fixed(ec.getW().getAffineY(), bytes)));
    } else if (Jca.isMlDsa(alg)) {
      members.put("kty", "AKP");
      members.put("pub", Base64Url.encode(PublicForms.rawKey(publicKey())));
    } else {
      byte[] raw = PublicForms.rawKey(publicKey());
      members.put("kty", "OKP");
      members.put("crv", raw.length == 32 ? "Ed25519" : "Ed448");
      members.put("x", Base64Url.encode(raw));
    }
    members.put("alg", alg);
    members.put("kid", kid);
    return members;
  }

  /** The JWK as JSON. */
  public String jwk() {
    return Json.write(jwkMembers());
  }

  /** A JWK Set of these keys as JSON. */
  public static String jwks(ForgeKey... keys) {
    return Json.write(Map.of("keys", Arrays.stream(keys).map(ForgeKey::jwkMembers).toList()));
  }

  /** The texts that a service could be tricked into using as a secret, by name. */
  public Map<String, byte[]> publicForms() {
    return PublicForms.of(this);
  }

  /** Signatures over {@code input} that look right and are not, by name. */
  public Map<String, byte[]> forgedSignatures(byte[] input) {
    if (Jca.isEc(alg)) {
      return EcForgeries.of(this, input);
    }
    if (Jca.isRsa(alg)) {
      return RsaForgeries.of(this, input);
    }
    return EdwardsAndLatticeForgeries.of(this, input);
  }

  /** Every JOSE name that this JDK can sign with, of those that {@link TokenForge} knows. */
  static List<String> supported(List<String> algorithms) {
    return algorithms.stream().filter(Jca::supports).toList();
  }

  private byte[] hmac(byte[] input) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(Jca.hmac(alg));
    // SecretKeySpec refuses an empty key; HMAC pads with zeros, so one zero byte is the same key.
    mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, "HMAC"));
    return mac.doFinal(input);
  }

  private KeyPair requirePair() {
    if (pair == null) {
      throw new IllegalStateException("a secret has no halves");
    }
    return pair;
  }

  @Override
  public String toString() {
    return "ForgeKey[" + alg + ", " + kid + "]";
  }
}
