package signet.jose.jwk;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import javax.crypto.KeyAgreement;
import signet.jose.jwa.Curve;
import signet.jose.jwa.KeyType;

/**
 * Tries whether a private and a public key belong together: one signature, or one agreement for
 * X25519.
 */
final class PairCheck {
  private static final byte[] MESSAGE = {'s', 'i', 'g', 'n', 'e', 't'};

  private PairCheck() {}

  static void check(PublicJwk publicJwk, PrivateKey privateKey) {
    boolean fits;
    try {
      fits =
          publicJwk.curve().filter(Curve.X25519::equals).isPresent()
              ? agrees(publicJwk.publicKey(), privateKey)
              : signs(publicJwk, privateKey);
    } catch (GeneralSecurityException e) {
      throw new JwkException(
          JwkException.Problem.INVALID, "the private key cannot be used with its public key", e);
    }
    if (!fits) {
      throw new JwkException(
          JwkException.Problem.INVALID, "the private and the public key do not belong together");
    }
  }

  private static boolean signs(PublicJwk publicJwk, PrivateKey privateKey)
      throws GeneralSecurityException {
    // A provider is found when the key is known, so that a key in a PKCS#11 token finds its own.
    String algorithm = algorithm(publicJwk);
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(privateKey);
    signer.update(MESSAGE);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(publicJwk.publicKey());
    verifier.update(MESSAGE);
    return verifier.verify(signature);
  }

  private static String algorithm(PublicJwk publicJwk) {
    if (publicJwk.keyType() == KeyType.RSA) {
      return "SHA256withRSA";
    }
    if (publicJwk.keyType() == KeyType.EC) {
      return "SHA256withECDSA";
    }
    return publicJwk.publicKey().getAlgorithm().startsWith("ML-DSA") ? "ML-DSA" : "Ed25519";
  }

  private static boolean agrees(PublicKey publicKey, PrivateKey privateKey)
      throws GeneralSecurityException {
    KeyPair other = KeyFactories.generator("X25519").generateKeyPair();
    return MessageDigest.isEqual(
        agree(privateKey, other.getPublic()), agree(other.getPrivate(), publicKey));
  }

  private static byte[] agree(PrivateKey privateKey, PublicKey publicKey)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(privateKey);
    agreement.doPhase(publicKey, true);
    return agreement.generateSecret();
  }
}
