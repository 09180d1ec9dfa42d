package signet.server.key;

import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.SigningKey;
import signet.server.start.StartupException;

/** Private halves that lie beside the public ones, sealed under the master key. Thread-safe. */
public final class SealedKeys implements PrivateKeys {
  private final MasterKeys masterKeys;

  /** Keys sealed under the current one of those. */
  public SealedKeys(MasterKeys masterKeys) {
    this.masterKeys = masterKeys;
  }

  /** Keys sealed under that one alone. */
  public SealedKeys(MasterKey masterKey) {
    this(MasterKeys.of(masterKey));
  }

  @Override
  public Generated generate(JwsAlgorithm algorithm) {
    if (algorithm.isSymmetric()) {
      return generateSecret(algorithm);
    }
    PrivateJwk generated = PrivateJwk.generate(algorithm);
    String kid = generated.thumbprint();
    PrivateJwk key = generated.withKid(kid).withAlgorithm(algorithm).withUse("sig");
    return new Generated(
        kid,
        key.toPublic().toJson(),
        masterKeys.seal(key.exportJson(), sealName(kid, algorithm.wireName())));
  }

  /** As long as the hash (RFC 7518 §3.2): 256 bits for HS256. */
  private Generated generateSecret(JwsAlgorithm algorithm) {
    SecretJwk secret = SecretJwk.generate(algorithm);
    String kid = secret.kid().orElseThrow();
    return new Generated(
        kid,
        "{\"kty\":\"oct\",\"kid\":\"%s\",\"alg\":\"%s\",\"use\":\"sig\"}"
            .formatted(kid, algorithm.wireName()),
        masterKeys.seal(secret.exportJson(), sealName(kid, algorithm.wireName())));
  }

  @Override
  public SigningKey open(StoredKey key) {
    Jwk jwk = unsealed(key);
    return jwk instanceof SecretJwk secret
        ? SigningKey.of(secret)
        : SigningKey.of((PrivateJwk) jwk);
  }

  @Override
  public SecretJwk openSecret(StoredKey key) {
    return (SecretJwk) unsealed(key);
  }

  private Jwk unsealed(StoredKey key) {
    if (key.sealedPrivate().startsWith(PrivateKeys.IN_TOKEN)) {
      throw StartupException.surroundings(
          "the signing key "
              + key.kid()
              + " is in a PKCS#11 token: say in which with keys.pkcs11.library and"
              + " keys.pkcs11.token");
    }
    try {
      return Jwk.parse(masterKeys.open(key.sealedPrivate(), sealName(key.kid(), key.algorithm())));
    } catch (WrongMasterKeyException e) {
      throw StartupException.surroundings(
          "the master key is not the one that sealed the signing keys: name the right one, or add"
              + " that one's file to master-key.others until 'signet key rewrap' has run",
          e);
    }
  }

  /**
   * Key and algorithm are bound to the sealed text, so that neither can be exchanged in the store.
   */
  static String sealName(String kid, String algorithm) {
    return "signing-key " + algorithm + " " + kid;
  }
}
