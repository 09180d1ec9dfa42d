package signet.server.key;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.SigningKey;
import signet.runtime.start.StartupException;

/** Private halves that lie beside the public ones, sealed under the master key. Thread-safe. */
public final class SealedKeys implements PrivateKeys {
  private static final int RSA_BITS = 2048;

  private final MasterKeys masterKeys;
  private final boolean olderEdDsaName;

  /** Keys sealed under the current one of those. */
  public SealedKeys(MasterKeys masterKeys) {
    this(masterKeys, false);
  }

  /**
   * Keys sealed under the current one of those.
   *
   * @param olderEdDsaName whether keys that are made for Ed25519 call it {@code EdDSA}
   */
  public SealedKeys(MasterKeys masterKeys, boolean olderEdDsaName) {
    this.masterKeys = masterKeys;
    this.olderEdDsaName = olderEdDsaName;
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
    PrivateJwk pair = generatePair(algorithm).withAlgorithm(algorithm);
    return sealed(
        olderEdDsaName && algorithm == JwsAlgorithm.ED25519 ? pair.withEdDsaName() : pair,
        algorithm);
  }

  /**
   * RSA by the provider in front and not by the JDK's own, which took half of a first start for its
   * two keys. What such a provider's key hides does not matter here, as it is only written out.
   */
  private static PrivateJwk generatePair(JwsAlgorithm algorithm) {
    if (algorithm.keyType() != KeyType.RSA) {
      return PrivateJwk.generate(algorithm);
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS, new SecureRandom());
      KeyPair pair = generator.generateKeyPair();
      return PrivateJwk.of(pair.getPublic(), pair.getPrivate());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }

  /** As long as the hash (RFC 7518 §3.2): 256 bits for HS256. */
  private Generated generateSecret(JwsAlgorithm algorithm) {
    return sealed(SecretJwk.generate(algorithm), algorithm);
  }

  private Generated sealed(SecretJwk secret, JwsAlgorithm algorithm) {
    String kid = secret.kid().orElseThrow();
    return new Generated(
        kid,
        "{\"kty\":\"oct\",\"kid\":\"%s\",\"alg\":\"%s\",\"use\":\"sig\"}"
            .formatted(kid, algorithm.wireName()),
        masterKeys.seal(secret.exportJson(), sealName(kid, algorithm.wireName())));
  }

  /** Of a pair that names its algorithm, which goes on to call it so. */
  private Generated sealed(PrivateJwk pair, JwsAlgorithm algorithm) {
    String kid = pair.thumbprint();
    PrivateJwk key = pair.withKid(kid).withUse("sig");
    return new Generated(
        kid,
        key.toPublic().toJson(),
        masterKeys.seal(key.exportJson(), sealName(kid, algorithm.wireName())));
  }

  /** Seals a key that was made elsewhere and names its algorithm; a secret gets a new name. */
  Generated take(Jwk jwk) {
    JwsAlgorithm algorithm = jwk.alg().flatMap(JwsAlgorithm::fromWireName).orElseThrow();
    Generated sealed =
        jwk instanceof SecretJwk secret
            ? sealed(
                secret
                    .withKid(SecretJwk.generate(algorithm).kid().orElseThrow())
                    .withAlgorithm(algorithm),
                algorithm)
            : sealed((PrivateJwk) jwk, algorithm);
    return new Generated(sealed.kid(), sealed.publicJwk(), IMPORTED + sealed.storedPrivate());
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
      return Jwk.parse(
          masterKeys.open(bare(key.sealedPrivate()), sealName(key.kid(), key.algorithm())));
    } catch (WrongMasterKeyException e) {
      throw StartupException.surroundings(
          "the master key is not the one that sealed the signing keys: name the right one, or add"
              + " that one's file to master-key.others until 'signet key rewrap' has run",
          e);
    }
  }

  /** The sealed text without its mark. */
  static String bare(String stored) {
    return stored.startsWith(IMPORTED) ? stored.substring(IMPORTED.length()) : stored;
  }

  /**
   * Key and algorithm are bound to the sealed text, so that neither can be exchanged in the store.
   */
  static String sealName(String kid, String algorithm) {
    return "signing-key " + algorithm + " " + kid;
  }
}
