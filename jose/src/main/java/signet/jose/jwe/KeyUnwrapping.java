package signet.jose.jwe;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;

/** From the encrypted key to the content encryption key (RFC 7518 §4). Stateless. */
final class KeyUnwrapping {
  private KeyUnwrapping() {}

  /**
   * The content encryption key.
   *
   * @throws GeneralSecurityException for every failure alike
   */
  static byte[] unwrap(
      Jwk key, JweAlgorithm algorithm, JweEncryption enc, JweHeader header, byte[] encryptedKey)
      throws GeneralSecurityException {
    // RFC 7516 §5.2 step 9 and 10: with a direct key the part is empty, and otherwise it is not.
    if (algorithm.isDirect() != (encryptedKey.length == 0)) {
      throw new InvalidKeyException();
    }
    byte[] cek;
    if (key instanceof SecretJwk secret) {
      cek =
          algorithm == JweAlgorithm.DIR
              ? secret.secret()
              : unwrapWithSecret(secret.secret(), algorithm, header, encryptedKey);
    } else if (algorithm.isAgreement()) {
      byte[] agreed = agree((PrivateJwk) key, algorithm, enc, header);
      cek = algorithm.isDirect() ? agreed : unwrapAes(agreed, encryptedKey);
    } else {
      cek = oaep(Cipher.DECRYPT_MODE, algorithm, ((PrivateJwk) key).privateKey(), encryptedKey);
    }
    if (cek.length != enc.keyBytes()) {
      throw new InvalidKeyException();
    }
    return cek;
  }

  private static byte[] unwrapWithSecret(
      byte[] secret, JweAlgorithm algorithm, JweHeader header, byte[] encryptedKey)
      throws GeneralSecurityException {
    if (!algorithm.isGcmWrap()) {
      return unwrapAes(secret, encryptedKey);
    }
    byte[] iv = required(header.bytes("iv"));
    byte[] tag = required(header.bytes("tag"));
    if (iv.length != JweEncryption.A128GCM.ivBytes()
        || tag.length != JweEncryption.A128GCM.tagBytes()) {
      throw new InvalidKeyException();
    }
    Cipher cipher = ContentEncryption.gcm(Cipher.DECRYPT_MODE, secret, iv);
    cipher.update(encryptedKey);
    return cipher.doFinal(tag);
  }

  private static byte[] unwrapAes(byte[] secret, byte[] encryptedKey)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AESWrap");
    cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(secret, "AES"));
    return cipher.unwrap(encryptedKey, "AES", Cipher.SECRET_KEY).getEncoded();
  }

  private static byte[] agree(
      PrivateJwk key, JweAlgorithm algorithm, JweEncryption enc, JweHeader header)
      throws GeneralSecurityException {
    PublicJwk ephemeral = header.ephemeralKey();
    // RFC 8725 §3.4: on the same curve, and on it at all.
    if (ephemeral == null || !ephemeral.curve().equals(key.curve())) {
      throw new InvalidKeyException();
    }
    return KeyAgreementScheme.derive(
        algorithm,
        enc,
        key.curve().orElseThrow(InvalidKeyException::new),
        key.privateKey(),
        ephemeral.publicKey(),
        required(header.bytes("apu")),
        required(header.bytes("apv")));
  }

  private static byte[] required(byte @Nullable [] bytes) throws InvalidKeyException {
    if (bytes == null) {
      throw new InvalidKeyException();
    }
    return bytes;
  }

  static byte[] oaep(int mode, JweAlgorithm algorithm, Key key, byte[] input)
      throws GeneralSecurityException {
    // RFC 7518 §4.3: the mask's hash is the same as the label's.
    String hash = algorithm == JweAlgorithm.RSA_OAEP ? "SHA-1" : "SHA-256";
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        mode,
        key,
        new OAEPParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
    return cipher.doFinal(input);
  }
}
