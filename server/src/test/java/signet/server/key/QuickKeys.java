package signet.server.key;

import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.SigningKey;

/** Keys that are names alone, for worlds in which nothing is really signed. */
final class QuickKeys implements PrivateKeys {
  private final String prefix;
  private int made;

  QuickKeys(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public Generated generate(JwsAlgorithm algorithm) {
    made++;
    return new Generated(prefix + "-" + made, "{}", "");
  }

  @Override
  public SigningKey open(StoredKey key) {
    throw new UnsupportedOperationException("nothing is signed here");
  }

  @Override
  public SecretJwk openSecret(StoredKey key) {
    throw new IllegalStateException("pairs alone");
  }
}
