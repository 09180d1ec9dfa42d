package signet.testkit.forge;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A public key in every form in which it lies about: what an attacker of RS256 → HS256 keys the
 * HMAC with, because the server might use the same bytes as its secret.
 */
public final class PublicForms {
  private static final byte[] SHA256_WITH_RSA =
      Der.sequence(Der.oid("2a864886f70d01010b"), Der.nothing());
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("2a8648ce3d040302"));

  private PublicForms() {}

  /** SubjectPublicKeyInfo as PEM, with the final newline. */
  public static String spkiPem(PublicKey key) {
    return pem("PUBLIC KEY", key.getEncoded());
  }

  /** {@code RSAPublicKey} of RFC 8017 as PEM, with the final newline. */
  public static String pkcs1Pem(RSAPublicKey key) {
    return pem("RSA PUBLIC KEY", pkcs1(key));
  }

  /** A certificate of the key, signed by itself and valid from 2020 to 2049, as PEM. */
  public static String certificatePem(ForgeKey key) {
    return pem("CERTIFICATE", certificate(key));
  }

  /** A certificate of the key, signed by itself and valid from 2020 to 2049, as DER. */
  public static byte[] certificate(ForgeKey key) {
    PublicKey publicKey = key.publicKey();
    byte[] algorithm;
    ForgeKey signer;
    if (publicKey instanceof RSAPublicKey) {
      algorithm = SHA256_WITH_RSA;
      signer = key.as("RS256");
    } else if (publicKey instanceof ECPublicKey) {
      algorithm = ECDSA_WITH_SHA256;
      signer = key;
    } else {
      // EdDSA and ML-DSA use one identifier for the key and for the signature.
      byte[] spki = publicKey.getEncoded();
      int start = spki[1] >= 0 ? 2 : 2 + (spki[1] & 0x7f);
      algorithm = Arrays.copyOfRange(spki, start, start + 2 + spki[start + 1]);
      signer = key;
    }
    byte[] name =
        Der.sequence(Der.set(Der.sequence(Der.oid("550403"), Der.utf8("forged.example"))));
    byte[] validity = Der.sequence(Der.utcTime("200101000000Z"), Der.utcTime("491231235959Z"));
    byte[] signed =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
            Der.integer(BigInteger.valueOf(7)),
            algorithm,
            name,
            validity,
            name,
            publicKey.getEncoded());
    byte[] signature =
        publicKey instanceof ECPublicKey
            ? EcForgeries.derSignature(signer, "SHA256withECDSA", signed)
            : signer.sign(signed);
    return Der.sequence(signed, algorithm, Der.bitString(signature));
  }

  /** The line of an {@code authorized_keys} file; only RSA, EC and Ed25519 have one. */
  public static String openSshLine(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      byte[] blob =
          ssh(
              text("ssh-rsa"),
              rsa.getPublicExponent().toByteArray(),
              rsa.getModulus().toByteArray());
      return "ssh-rsa " + Base64.getEncoder().encodeToString(blob) + " ops@forged.example";
    }
    if (key instanceof ECPublicKey ec) {
      int bits = ec.getParams().getCurve().getField().getFieldSize();
      String curve = "nistp" + bits;
      byte[] x = Base64Url.fixed(ec.getW().getAffineX(), (bits + 7) / 8);
      byte[] y = Base64Url.fixed(ec.getW().getAffineY(), (bits + 7) / 8);
      byte[] blob = ssh(text("ecdsa-sha2-" + curve), text(curve), join(new byte[] {4}, x, y));
      return "ecdsa-sha2-" + curve + " " + Base64.getEncoder().encodeToString(blob);
    }
    byte[] blob = ssh(text("ssh-ed25519"), rawKey(key));
    return "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob);
  }

  static Map<String, byte[]> of(ForgeKey key) {
    PublicKey publicKey = key.publicKey();
    Map<String, byte[]> forms = new LinkedHashMap<>();
    String spki = spkiPem(publicKey);
    put(forms, "SPKI PEM", spki);
    put(forms, "SPKI PEM without the final newline", spki.stripTrailing());
    put(forms, "SPKI PEM with CRLF", spki.replace("\n", "\r\n"));
    put(forms, "SPKI PEM after a newline", "\n" + spki);
    put(forms, "SPKI PEM after a byte order mark", "\ufeff" + spki);
    put(forms, "SPKI PEM after a comment", "key of production\n" + spki);
    forms.put("SPKI DER", publicKey.getEncoded());
    put(forms, "SPKI in base64", Base64.getEncoder().encodeToString(publicKey.getEncoded()));
    if (publicKey instanceof RSAPublicKey rsa) {
      put(forms, "PKCS#1 PEM", pkcs1Pem(rsa));
      put(forms, "PKCS#1 PEM without the final newline", pkcs1Pem(rsa).stripTrailing());
      forms.put("PKCS#1 DER", pkcs1(rsa));
    }
    if (key.canSign()) {
      put(forms, "certificate PEM", certificatePem(key));
      forms.put("certificate DER", certificate(key));
    }
    put(forms, "JWK", key.jwk());
    put(forms, "JWK Set", ForgeKey.jwks(key));
    if (!Jca.isMlDsa(key.alg())) {
      put(forms, "OpenSSH line", openSshLine(publicKey));
    }
    return forms;
  }

  /** The key's own bytes at the end of its SubjectPublicKeyInfo, for EdDSA and ML-DSA. */
  static byte[] rawKey(PublicKey key) {
    byte[] spki = key.getEncoded();
    int length =
        switch (spki.length) {
          case 44 -> 32; // Ed25519
          case 69 -> 57; // Ed448
          default -> spki.length - 22; // ML-DSA: four-byte lengths and an eleven-byte identifier
        };
    return Arrays.copyOfRange(spki, spki.length - length, spki.length);
  }

  private static byte[] pkcs1(RSAPublicKey key) {
    return Der.sequence(Der.integer(key.getModulus()), Der.integer(key.getPublicExponent()));
  }

  private static String pem(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static byte[] ssh(byte[]... fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] field : fields) {
      out.writeBytes(Base64Url.fixed(BigInteger.valueOf(field.length), 4));
      out.writeBytes(field);
    }
    return out.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static void put(Map<String, byte[]> forms, String name, String form) {
    forms.put(name, form.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
