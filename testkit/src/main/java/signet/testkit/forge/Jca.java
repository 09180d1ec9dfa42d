package signet.testkit.forge;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The JDK's names for what JOSE calls by its own. */
final class Jca {
  private static final String[] EC_CURVES = {"secp256r1", "secp384r1", "secp521r1"};
  private static final String[] EC_NAMES = {"P-256", "P-384", "P-521"};

  private Jca() {}

  static boolean isHmac(String alg) {
    return alg.startsWith("HS");
  }

  static boolean isRsa(String alg) {
    return alg.startsWith("RS") || alg.startsWith("PS");
  }

  static boolean isEc(String alg) {
    return alg.startsWith("ES");
  }

  static boolean isMlDsa(String alg) {
    return alg.startsWith("ML-DSA");
  }

  /** 256, 384 or 512. */
  static int bits(String alg) {
    return Integer.parseInt(alg.substring(2));
  }

  static String hash(String alg) {
    return "SHA-" + bits(alg);
  }

  static String hmac(String alg) {
    return "HmacSHA" + bits(alg);
  }

  /** The JOSE name of the curve of ES256, ES384 and ES512. */
  static String curve(String alg) {
    return EC_NAMES[bits(alg) / 128 - 2];
  }

  /** Bytes of one coordinate, or of R or S. */
  static int coordinateBytes(String alg) {
    return bits(alg) == 512 ? 66 : bits(alg) / 8;
  }

  static KeyPair generate(String alg) throws GeneralSecurityException {
    if (isRsa(alg)) {
      return rsa(2048, RSAKeyGenParameterSpec.F4);
    }
    if (isEc(alg)) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(EC_CURVES[bits(alg) / 128 - 2]));
      return generator.generateKeyPair();
    }
    return KeyPairGenerator.getInstance("EdDSA".equals(alg) ? "Ed25519" : alg).generateKeyPair();
  }

  static KeyPair rsa(int bits, BigInteger exponent) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(bits, exponent));
    return generator.generateKeyPair();
  }

  static Signature signature(String alg) throws GeneralSecurityException {
    if (alg.startsWith("RS")) {
      return Signature.getInstance("SHA" + bits(alg) + "withRSA");
    }
    if (alg.startsWith("PS")) {
      Signature pss = Signature.getInstance("RSASSA-PSS");
      pss.setParameter(pss(hash(alg), hash(alg), bits(alg) / 8));
      return pss;
    }
    if (isEc(alg)) {
      return Signature.getInstance("SHA" + bits(alg) + "withECDSAinP1363Format");
    }
    return Signature.getInstance("EdDSA".equals(alg) ? "Ed25519" : alg);
  }

  static AlgorithmParameterSpec pss(String hash, String maskHash, int saltBytes) {
    return new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(maskHash), saltBytes, 1);
  }

  static boolean supports(String alg) {
    try {
      if (!isHmac(alg)) {
        signature(alg);
      }
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
