package signet.server.pkcs11;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * The certificate that the JDK wants beside each key of a PKCS#11 token to find it again. Nobody
 * trusts it or looks at it: it holds the public key, and the kid as its name, for ever (RFC 5280
 * §4.1.2.5).
 */
final class SelfSignedCertificate {
  // AlgorithmIdentifier: sha256WithRSAEncryption with NULL (RFC 8017 §A.2.4), ecdsa-with-SHA256.
  private static final byte[] RSA_SHA256 = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x0b,
    0x05,
    0x00
  };
  private static final byte[] ECDSA_SHA256 = {
    0x30, 0x0a, 0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
  };
  private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};

  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int UTF8 = 0x0c;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;

  private SelfSignedCertificate() {}

  /** A certificate of that name, signed by the pair itself in its provider. */
  static X509Certificate of(KeyPair pair, String name, Provider provider)
      throws GeneralSecurityException {
    boolean rsa = pair.getPublic().getAlgorithm().equals("RSA");
    byte[] algorithm = rsa ? RSA_SHA256 : ECDSA_SHA256;
    byte[] distinguished =
        der(
            SEQUENCE,
            der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, name.getBytes(StandardCharsets.UTF_8)))));
    byte[] validity = der(SEQUENCE, time("20000101000000Z"), time("99991231235959Z"));
    // Version 1: the field for it is left out.
    byte[] toBeSigned =
        der(
            SEQUENCE,
            der(INTEGER, BigInteger.ONE.toByteArray()),
            algorithm,
            distinguished,
            validity,
            distinguished,
            pair.getPublic().getEncoded());
    Signature signature =
        Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA", provider);
    signature.initSign(pair.getPrivate());
    signature.update(toBeSigned);
    byte[] unusedBits = {0};
    byte[] certificate =
        der(SEQUENCE, toBeSigned, algorithm, der(BIT_STRING, unusedBits, signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  private static byte[] time(String text) {
    return der(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    byte[] length = BigInteger.valueOf(content.size()).toByteArray();
    if (content.size() < 0x80) {
      all.write(content.size());
    } else {
      int start = length[0] == 0 ? 1 : 0;
      all.write(0x80 | (length.length - start));
      all.write(length, start, length.length - start);
    }
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }
}
