package signet.server.key;

import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.SigningKey;

/** Makes and keeps the private halves of signing keys. Thread-safe. */
public interface PrivateKeys {
  /** How what is stored begins where the private half is in a PKCS#11 token (RFC 7512). */
  String IN_TOKEN = "pkcs11:";

  /** How what is stored begins where the key was made elsewhere. */
  String IMPORTED = "imported:";

  /** A new pair, or secret, for that algorithm, kept by whoever stores what is returned. */
  Generated generate(JwsAlgorithm algorithm);

  /**
   * What signs with a stored key.
   *
   * @throws signet.runtime.start.StartupException if its private half cannot be had
   */
  SigningKey open(StoredKey key);

  /**
   * As {@link #open}, after the device with the private half did not answer.
   *
   * @throws signet.runtime.start.StartupException if it still cannot be had
   */
  default SigningKey reopen(StoredKey key) {
    return open(key);
  }

  /**
   * The secret of a symmetric key, which those who verify its tokens hold too.
   *
   * @throws signet.runtime.start.StartupException if it cannot be had
   */
  SecretJwk openSecret(StoredKey key);

  /**
   * A key for the store.
   *
   * @param kid the RFC 7638 thumbprint of a pair, a random name of a secret
   * @param publicJwk JSON with {@code kid}, {@code alg} and {@code use}; of a secret nothing else
   * @param storedPrivate what {@link #open} needs to find the private half; tells nothing about it
   */
  record Generated(String kid, String publicJwk, String storedPrivate) {
    @Override
    public String toString() {
      return "Generated[" + kid + "]";
    }
  }
}
