package signet.server.key;

import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jws.SigningKey;

/** Makes and keeps the private halves of signing keys. Thread-safe. */
public interface PrivateKeys {
  /** How what is stored begins where the private half is in a PKCS#11 token (RFC 7512). */
  String IN_TOKEN = "pkcs11:";

  /** A new key pair for that algorithm, kept by whoever stores what is returned. */
  Generated generate(JwsAlgorithm algorithm);

  /**
   * What signs with a stored key.
   *
   * @throws signet.server.start.StartupException if its private half cannot be had
   */
  SigningKey open(StoredKey key);

  /**
   * A key pair for the store.
   *
   * @param kid its RFC 7638 thumbprint
   * @param publicJwk JSON with {@code kid}, {@code alg} and {@code use}
   * @param storedPrivate what {@link #open} needs to find the private half; tells nothing about it
   */
  record Generated(String kid, String publicJwk, String storedPrivate) {
    @Override
    public String toString() {
      return "Generated[" + kid + "]";
    }
  }
}
