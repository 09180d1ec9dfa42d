package signet.jose.jwk;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.JsonWriter;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;

/**
 * A key pair. Immutable and safe for use by many threads; {@code toString} and {@code equals} know
 * the public half alone.
 */
public final class PrivateJwk implements Jwk {
  private static final int DEFAULT_RSA_BITS = 2048;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PublicJwk publicJwk;
  private final PrivateKey privateKey;
  private final KeyAttributes attributes;

  /** The seed of an ML-DSA key, which the JCA's private key may not hold; null for other types. */
  private final byte @Nullable [] seed;

  PrivateJwk(
      PublicJwk publicJwk,
      PrivateKey privateKey,
      KeyAttributes attributes,
      byte @Nullable [] seed) {
    this.publicJwk = publicJwk;
    this.privateKey = privateKey;
    this.attributes = attributes;
    this.seed = seed;
  }

  /**
   * A fresh key pair for the algorithm (RSA with 2048 bits), its {@code kid} the thumbprint, its
   * {@code use} {@code sig}.
   *
   * @throws JwkException when this JVM lacks the algorithm
   */
  public static PrivateJwk generate(JwsAlgorithm algorithm) {
    return generate(algorithm, DEFAULT_RSA_BITS);
  }

  /**
   * As {@link #generate(JwsAlgorithm)}, with the size of an RSA modulus.
   *
   * @param rsaBits 2048 to 8192; of no meaning for other key types
   */
  public static PrivateJwk generate(JwsAlgorithm algorithm, int rsaBits) {
    PrivateJwk jwk =
        algorithm.keyType() == KeyType.AKP ? generateMlDsa(algorithm) : pair(algorithm, rsaBits);
    return jwk.withKid(jwk.thumbprint()).withAlgorithm(algorithm).withUse("sig");
  }

  private static PrivateJwk generateMlDsa(JwsAlgorithm algorithm) {
    byte[] seed = new byte[MlDsa.SEED_BYTES];
    RANDOM.nextBytes(seed);
    return ofSeed(algorithm, seed, KeyAttributes.NONE);
  }

  static PrivateJwk ofSeed(JwsAlgorithm algorithm, byte[] seed, KeyAttributes attributes) {
    KeyPair pair = MlDsa.keyPair(algorithm, seed);
    return new PrivateJwk(PublicJwk.of(pair.getPublic()), pair.getPrivate(), attributes, seed);
  }

  private static PrivateJwk pair(JwsAlgorithm algorithm, int rsaBits) {
    try {
      KeyPair pair = generator(algorithm, rsaBits).generateKeyPair();
      return of(pair.getPublic(), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new JwkException(
          JwkException.Problem.UNAVAILABLE, "no key for " + algorithm.wireName() + " here", e);
    }
  }

  /**
   * A fresh key pair for key agreement on a curve, without {@code kid}, {@code alg} or {@code use}.
   *
   * @param curve P-256, P-384, P-521 or X25519
   */
  public static PrivateJwk generateForAgreement(Curve curve) {
    try {
      KeyPairGenerator generator;
      if (curve == Curve.X25519) {
        generator = KeyFactories.generator("X25519");
      } else {
        generator = KeyFactories.generator("EC");
        generator.initialize(EllipticCurve.parameters(curve), RANDOM);
      }
      KeyPair pair = generator.generateKeyPair();
      return new PrivateJwk(
          PublicJwk.of(pair.getPublic()), pair.getPrivate(), KeyAttributes.NONE, null);
    } catch (GeneralSecurityException e) {
      throw new JwkException(
          JwkException.Problem.UNAVAILABLE, "no key on " + curve.wireName() + " here", e);
    }
  }

  private static KeyPairGenerator generator(JwsAlgorithm algorithm, int rsaBits)
      throws GeneralSecurityException {
    return switch (algorithm.keyType()) {
      case RSA -> {
        if (rsaBits < KeyChecks.MIN_RSA_BITS || rsaBits > KeyChecks.MAX_RSA_BITS) {
          throw new JwkException(
              JwkException.Problem.WEAK, "an RSA key has 2048 to 8192 bits, not " + rsaBits);
        }
        KeyPairGenerator rsa = KeyFactories.generator("RSA");
        rsa.initialize(rsaBits, RANDOM);
        yield rsa;
      }
      case EC -> {
        KeyPairGenerator ec = KeyFactories.generator("EC");
        ec.initialize(new ECGenParameterSpec(algorithm.curve().orElseThrow().jcaName()), RANDOM);
        yield ec;
      }
      case OKP -> KeyFactories.generator("Ed25519");
      default -> throw new IllegalArgumentException(algorithm.wireName() + " takes no key pair");
    };
  }

  /**
   * A given pair, without {@code kid}, {@code alg} or {@code use}. The private key may live
   * elsewhere (PKCS#11) and have no encoding.
   *
   * @throws JwkException when the public key is not acceptable or the halves do not belong together
   */
  public static PrivateJwk of(PublicKey publicKey, PrivateKey privateKey) {
    PublicJwk publicJwk = PublicJwk.of(publicKey);
    PairCheck.check(publicJwk, privateKey);
    return new PrivateJwk(publicJwk, privateKey, KeyAttributes.NONE, null);
  }

  /** The public half, with the same {@code kid}, {@code alg} and {@code use}. */
  public PublicJwk toPublic() {
    return publicJwk.withAttributes(attributes.ofPublicHalf());
  }

  /** The private half as the JCA has it. */
  public PrivateKey privateKey() {
    return privateKey;
  }

  @Override
  public KeyType keyType() {
    return publicJwk.keyType();
  }

  @Override
  public Optional<Curve> curve() {
    return publicJwk.curve();
  }

  @Override
  public Optional<String> kid() {
    return Optional.ofNullable(attributes.kid());
  }

  @Override
  public Optional<String> alg() {
    return Optional.ofNullable(attributes.alg()).or(publicJwk.material()::ownAlgorithm);
  }

  @Override
  public Optional<String> use() {
    return Optional.ofNullable(attributes.use());
  }

  @Override
  public Set<String> keyOps() {
    return attributes.keyOps();
  }

  @Override
  public String thumbprint() {
    return publicJwk.thumbprint();
  }

  /**
   * The key as a JWK, the private half included.
   *
   * @throws JwkException when the private half has no encoding, as in a PKCS#11 token
   */
  public String exportJson() {
    return JsonWriter.write(exportMembers());
  }

  /** The private half as PKCS#8; of an ML-DSA key the seed, as its JWK has it. */
  byte[] pkcs8() {
    if (seed != null) {
      return MlDsa.toPkcs8(alg().orElseThrow(), seed);
    }
    byte[] pkcs8 = privateKey.getEncoded();
    if (pkcs8 == null || !"PKCS#8".equals(privateKey.getFormat())) {
      throw new JwkException(
          JwkException.Problem.NOT_EXPORTABLE, "the private key cannot leave where it is kept");
    }
    return pkcs8;
  }

  Map<String, Object> exportMembers() {
    Map<String, Object> members = publicJwk.withAttributes(attributes).toMembers();
    members.putAll(PrivateMembers.of(privateKey, seed));
    return members;
  }

  /** The same key under a name. */
  public PrivateJwk withKid(String kid) {
    return withAttributes(attributes.withKid(kid));
  }

  /** The same key for one algorithm. */
  public PrivateJwk withAlgorithm(JwsAlgorithm algorithm) {
    return withAttributes(attributes.withAlg(algorithm.wireName()));
  }

  /**
   * The same key for one algorithm under its older name: {@code EdDSA} (RFC 8037) instead of
   * Ed25519 (RFC 9864), for verifiers that know no other. The public half and the headers of what
   * it signs say the same.
   *
   * @throws JwkException unless it is an Ed25519 key
   */
  public PrivateJwk withEdDsaName() {
    if (!(publicJwk.publicKey() instanceof EdECPublicKey)) {
      throw new JwkException(JwkException.Problem.INVALID, "EdDSA is a name of Ed25519 alone");
    }
    return withAttributes(attributes.withAlg("EdDSA"));
  }

  /**
   * The same key for another use.
   *
   * @param use {@code sig} or {@code enc}
   */
  public PrivateJwk withUse(String use) {
    return withAttributes(attributes.withUse(use));
  }

  PrivateJwk withAttributes(KeyAttributes newAttributes) {
    return new PrivateJwk(publicJwk, privateKey, newAttributes, seed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PrivateJwk that && toPublic().equals(that.toPublic());
  }

  @Override
  public int hashCode() {
    return publicJwk.hashCode();
  }

  @Override
  public String toString() {
    return toPublic().toJson();
  }
}
