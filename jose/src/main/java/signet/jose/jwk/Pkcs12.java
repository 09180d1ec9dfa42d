package signet.jose.jwk;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import signet.jose.jwk.JwkException.Problem;

/** Key pairs in PKCS#12 files (RFC 7292). */
public final class Pkcs12 {
  private Pkcs12() {}

  /**
   * The key pairs of a file, in order of their aliases, without {@code kid} or {@code alg}.
   *
   * @param password opens the file and each key in it
   * @throws JwkException when the file or a key in it cannot be opened, holds no pair, or is not
   *     acceptable
   */
  public static List<PrivateJwk> read(byte[] file, char[] password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(file), password);
      List<PrivateJwk> pairs = new ArrayList<>();
      for (String alias : Collections.list(store.aliases()).stream().sorted().toList()) {
        Certificate certificate = store.getCertificate(alias);
        if (store.isKeyEntry(alias) && certificate != null) {
          pairs.add(
              PrivateJwk.of(
                  certificate.getPublicKey(), (PrivateKey) store.getKey(alias, password)));
        }
      }
      if (pairs.isEmpty()) {
        throw new JwkException(Problem.MALFORMED, "the PKCS#12 file holds no key pair");
      }
      return List.copyOf(pairs);
    } catch (IOException | GeneralSecurityException e) {
      throw new JwkException(
          Problem.INVALID, "the PKCS#12 file cannot be opened; is the password right?", e);
    }
  }
}
