package signet.jose.jwe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;

/**
 * ECDH-ES: agreement and the Concat KDF with SHA-256 (RFC 7518 §4.6, NIST SP 800-56A). Stateless.
 */
final class KeyAgreementScheme {
  private KeyAgreementScheme() {}

  /**
   * The key that both sides derive: the content encryption key for ECDH-ES itself, else the
   * wrapping key.
   *
   * @param apu the producer's information, empty where there is none
   * @param apv the recipient's information, empty where there is none
   */
  static byte[] derive(
      JweAlgorithm algorithm,
      JweEncryption enc,
      Curve curve,
      PrivateKey own,
      PublicKey other,
      byte[] apu,
      byte[] apv)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance(curve == Curve.X25519 ? "X25519" : "ECDH");
    agreement.init(own);
    agreement.doPhase(other, true);
    byte[] shared = agreement.generateSecret();
    boolean direct = algorithm == JweAlgorithm.ECDH_ES;
    String id = direct ? enc.wireName() : algorithm.wireName();
    int length = direct ? enc.keyBytes() : algorithm.wrappingKeyBytes();
    return concatKdf(shared, length, id.getBytes(StandardCharsets.US_ASCII), apu, apv);
  }

  private static byte[] concatKdf(byte[] shared, int length, byte[] id, byte[] apu, byte[] apv)
      throws GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] derived = new byte[0];
    for (int round = 1; derived.length < length; round++) {
      sha256.update(bigEndian(round));
      sha256.update(shared);
      for (byte[] info : new byte[][] {id, apu, apv}) {
        sha256.update(bigEndian(info.length));
        sha256.update(info);
      }
      byte[] block = sha256.digest(bigEndian(length * 8));
      int held = derived.length;
      derived = Arrays.copyOf(derived, held + block.length);
      System.arraycopy(block, 0, derived, held, block.length);
    }
    return Arrays.copyOf(derived, length);
  }

  private static byte[] bigEndian(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
