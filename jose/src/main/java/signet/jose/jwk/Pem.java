package signet.jose.jwk;

import static signet.jose.jwk.JwkException.Problem.INVALID;
import static signet.jose.jwk.JwkException.Problem.MALFORMED;
import static signet.jose.jwk.JwkException.Problem.UNSUPPORTED;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import signet.jose.jwk.JwkException.Problem;

/**
 * Keys in PEM (RFC 7468): SubjectPublicKeyInfo, PKCS#8, PKCS#1, SEC1 and X.509 certificates in,
 * SubjectPublicKeyInfo and PKCS#8 out.
 */
public final class Pem {
  private static final int MAX_CHARS = 64 * 1024;
  private static final int LINE = 64;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private Pem() {}

  /**
   * The first key of the text: a {@link PublicJwk} or a {@link PrivateJwk}, without {@code kid} or
   * {@code alg}. An {@code EC PARAMETERS} block before it is passed over.
   *
   * @throws JwkException when there is none, it is encrypted, or it is not acceptable
   */
  public static Jwk decode(String text) {
    return decodeAll(text).get(0);
  }

  /**
   * All keys of the text, at least one.
   *
   * @throws JwkException when there is none, or one is encrypted or not acceptable
   */
  public static List<Jwk> decodeAll(String text) {
    if (text.length() > MAX_CHARS) {
      throw new JwkException(MALFORMED, "a PEM file has at most 64 KiB");
    }
    List<Jwk> keys = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (!block.group(1).equals("EC PARAMETERS")) {
        keys.add(decode(block.group(1), der(block.group(2))));
      }
    }
    if (text.contains("Proc-Type: 4,ENCRYPTED")) {
      throw encrypted();
    }
    if (keys.isEmpty()) {
      throw new JwkException(MALFORMED, "there is no PEM block with a key");
    }
    return keys;
  }

  private static byte[] der(String base64) {
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new JwkException(MALFORMED, "the PEM block is not base64", e);
    }
  }

  private static Jwk decode(String label, byte[] der) {
    try {
      return switch (label) {
        case "PUBLIC KEY" -> PublicJwk.of(PublicKeys.fromSubjectPublicKeyInfo(der));
        case "RSA PUBLIC KEY" -> PublicJwk.of(PublicKeys.fromPkcs1(der));
        case "CERTIFICATE" -> PublicJwk.of(certificateKey(der));
        case "PRIVATE KEY" -> PrivateKeys.fromPkcs8(der);
        case "RSA PRIVATE KEY" -> PrivateKeys.fromPkcs1(der);
        case "EC PRIVATE KEY" -> PrivateKeys.fromSec1(der);
        case "ENCRYPTED PRIVATE KEY" -> throw encrypted();
        default -> throw new JwkException(UNSUPPORTED, "this kind of PEM block is not supported");
      };
    } catch (GeneralSecurityException e) {
      throw new JwkException(INVALID, "the PEM block holds no valid key", e);
    }
  }

  private static PublicKey certificateKey(byte[] der) throws GeneralSecurityException {
    PublicKey key =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(der))
            .getPublicKey();
    return PublicKeys.fromSubjectPublicKeyInfo(key.getEncoded());
  }

  private static JwkException encrypted() {
    return new JwkException(
        Problem.UNSUPPORTED, "the private key is encrypted; decrypt it first (openssl pkcs8)");
  }

  /** The key as SubjectPublicKeyInfo in PEM. */
  public static String encode(PublicJwk key) {
    return block("PUBLIC KEY", key.publicKey().getEncoded());
  }

  /**
   * The private half as PKCS#8 in PEM.
   *
   * @throws JwkException when it has no encoding, as in a PKCS#11 token
   */
  public static String exportPrivate(PrivateJwk key) {
    return block("PRIVATE KEY", key.pkcs8());
  }

  private static String block(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }
}
