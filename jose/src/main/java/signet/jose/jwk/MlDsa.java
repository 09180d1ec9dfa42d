package signet.jose.jwk;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import signet.jose.jwa.JwsAlgorithm;

/**
 * ML-DSA keys (FIPS 204) as RFC 9964 writes them: the raw public key and the 32-byte seed. They
 * need a JDK of 24 or later, which this class finds out by asking for them.
 */
final class MlDsa {
  static final int SEED_BYTES = 32;

  private static final int SEED_TAG = 0x80;

  private static final Map<JwsAlgorithm, Integer> PUBLIC_BYTES =
      Map.of(
          JwsAlgorithm.ML_DSA_44, 1312, JwsAlgorithm.ML_DSA_65, 1952, JwsAlgorithm.ML_DSA_87, 2592);

  // 2.16.840.1.101.3.4.3.17 to .19
  private static final Map<JwsAlgorithm, byte[]> OBJECT_IDENTIFIERS =
      Map.of(
          JwsAlgorithm.ML_DSA_44, HexFormat.of().parseHex("608648016503040311"),
          JwsAlgorithm.ML_DSA_65, HexFormat.of().parseHex("608648016503040312"),
          JwsAlgorithm.ML_DSA_87, HexFormat.of().parseHex("608648016503040313"));

  private MlDsa() {}

  /** Describes the key where it is one of ML-DSA. */
  static Optional<KeyMaterial> of(PublicKey key) {
    if (!key.getAlgorithm().startsWith("ML-DSA") || key.getEncoded() == null) {
      return Optional.empty();
    }
    byte[] raw = Der.publicKeyOf(key.getEncoded());
    for (Map.Entry<JwsAlgorithm, Integer> entry : PUBLIC_BYTES.entrySet()) {
      if (entry.getValue() == raw.length) {
        return Optional.of(KeyMaterial.ofAlgorithmKeyPair(entry.getKey().wireName(), raw));
      }
    }
    return Optional.empty();
  }

  /** The algorithm that the object identifier names. */
  static JwsAlgorithm algorithm(byte[] oid) {
    for (Map.Entry<JwsAlgorithm, byte[]> entry : OBJECT_IDENTIFIERS.entrySet()) {
      if (Arrays.equals(entry.getValue(), oid)) {
        return entry.getKey();
      }
    }
    throw new JwkException(JwkException.Problem.UNSUPPORTED, "the key is none of ML-DSA");
  }

  static PublicKey publicKey(JwsAlgorithm algorithm, byte[] raw) {
    Integer length = PUBLIC_BYTES.get(algorithm);
    byte[] oid = OBJECT_IDENTIFIERS.get(algorithm);
    if (length == null || oid == null || raw.length != length) {
      throw new JwkException(
          JwkException.Problem.MALFORMED, "the ML-DSA public key has the wrong length");
    }
    requireAvailable(algorithm);
    try {
      byte[] info = Der.subjectPublicKeyInfo(oid, raw);
      return KeyFactories.factory(algorithm.jcaName()).generatePublic(new X509EncodedKeySpec(info));
    } catch (GeneralSecurityException e) {
      throw new JwkException(JwkException.Problem.INVALID, "the ML-DSA public key is invalid", e);
    }
  }

  static KeyPair keyPair(JwsAlgorithm algorithm, byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new JwkException(
          JwkException.Problem.MALFORMED, "an ML-DSA private key is a seed of 32 bytes");
    }
    requireAvailable(algorithm);
    try {
      return KeyFactories.fromSeed(algorithm.jcaName(), seed);
    } catch (GeneralSecurityException e) {
      throw new JwkException(JwkException.Problem.INVALID, "the ML-DSA seed was refused", e);
    }
  }

  /** Whether a PKCS#8 key is one of ML-DSA. */
  static boolean isPkcs8(byte[] der) {
    Der info = new Der(der).enter(Der.SEQUENCE);
    info.integer();
    byte[] oid = info.enter(Der.SEQUENCE).content(Der.OBJECT_IDENTIFIER);
    return OBJECT_IDENTIFIERS.values().stream().anyMatch(known -> Arrays.equals(known, oid));
  }

  /** RFC 9881 §6: the key is its seed, [0] of 32 bytes, alone or before the expanded key. */
  static PrivateJwk fromPkcs8(byte[] der) {
    Der info = new Der(der).enter(Der.SEQUENCE);
    info.integer();
    byte[] oid = info.enter(Der.SEQUENCE).content(Der.OBJECT_IDENTIFIER);
    Der choice = info.enter(Der.OCTET_STRING);
    int seedTag = SEED_TAG;
    if (choice.hasMore() && choice.peek() == Der.SEQUENCE) {
      choice = choice.enter(Der.SEQUENCE);
      seedTag = Der.OCTET_STRING;
    }
    if (!choice.hasMore() || choice.peek() != seedTag) {
      throw new JwkException(
          JwkException.Problem.UNSUPPORTED,
          "the ML-DSA private key lacks its seed; export it as a JWK");
    }
    return PrivateJwk.ofSeed(algorithm(oid), choice.content(seedTag), KeyAttributes.NONE);
  }

  /** The seed as PKCS#8, in the form of RFC 9881 §6 that holds nothing else. */
  static byte[] toPkcs8(String algorithm, byte[] seed) {
    byte[] oid = OBJECT_IDENTIFIERS.get(JwsAlgorithm.fromWireName(algorithm).orElseThrow());
    if (oid == null) {
      throw new IllegalArgumentException(algorithm + " is none of ML-DSA");
    }
    return Der.encode(
        Der.SEQUENCE,
        new byte[] {Der.INTEGER, 1, 0},
        Der.encode(Der.SEQUENCE, Der.encode(Der.OBJECT_IDENTIFIER, oid)),
        Der.encode(Der.OCTET_STRING, Der.encode(SEED_TAG, seed)));
  }

  private static void requireAvailable(JwsAlgorithm algorithm) {
    if (!algorithm.isAvailable()) {
      throw new JwkException(
          JwkException.Problem.UNAVAILABLE,
          algorithm.wireName() + " needs JDK 24 or later; this is " + Runtime.version().feature());
    }
  }
}
