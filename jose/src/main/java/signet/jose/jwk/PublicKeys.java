package signet.jose.jwk;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;

/** Public keys from their DER encodings. */
final class PublicKeys {
  static final List<String> KEY_FACTORIES = List.of("RSA", "EC", "Ed25519", "X25519", "ML-DSA");

  private PublicKeys() {}

  static PublicKey fromSubjectPublicKeyInfo(byte[] der) throws GeneralSecurityException {
    X509EncodedKeySpec spec = new X509EncodedKeySpec(der);
    // The algorithm stands inside; the factory that accepts it is the right one.
    for (String algorithm : KEY_FACTORIES) {
      try {
        return KeyFactories.factory(algorithm).generatePublic(spec);
      } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
        // Not of this kind; the next factory may know it.
      }
    }
    throw new InvalidKeySpecException("no public key of a supported kind");
  }

  /** RSAPublicKey (RFC 8017 A.1.1). */
  static PublicKey fromPkcs1(byte[] der) throws GeneralSecurityException {
    Der key = new Der(der).enter(Der.SEQUENCE);
    KeyFactory factory = KeyFactories.factory("RSA");
    return factory.generatePublic(new RSAPublicKeySpec(key.integer(), key.integer()));
  }
}
