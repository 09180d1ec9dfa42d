package signet.jose.jwa;

import java.security.Provider;
import java.security.Security;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signature and MAC algorithms that exist here. There is no {@code none}: what is not a
 * constant has no code.
 *
 * <p>{@code EdDSA} is the old name of {@link #ED25519} (RFC 9864) and is read as it; Ed448 is not
 * supported.
 */
public enum JwsAlgorithm {
  /** HMAC with SHA-256. */
  HS256("HS256", KeyType.OCT, null, "HmacSHA256", 32),
  /** HMAC with SHA-384. */
  HS384("HS384", KeyType.OCT, null, "HmacSHA384", 48),
  /** HMAC with SHA-512. */
  HS512("HS512", KeyType.OCT, null, "HmacSHA512", 64),
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  RS256("RS256", KeyType.RSA, null, "SHA256withRSA", 32),
  /** RSASSA-PKCS1-v1_5 with SHA-384. */
  RS384("RS384", KeyType.RSA, null, "SHA384withRSA", 48),
  /** RSASSA-PKCS1-v1_5 with SHA-512. */
  RS512("RS512", KeyType.RSA, null, "SHA512withRSA", 64),
  /** RSASSA-PSS with SHA-256. */
  PS256("PS256", KeyType.RSA, null, "RSASSA-PSS", 32),
  /** RSASSA-PSS with SHA-384. */
  PS384("PS384", KeyType.RSA, null, "RSASSA-PSS", 48),
  /** RSASSA-PSS with SHA-512. */
  PS512("PS512", KeyType.RSA, null, "RSASSA-PSS", 64),
  /** ECDSA on P-256 with SHA-256. */
  ES256("ES256", KeyType.EC, Curve.P_256, "SHA256withECDSAinP1363Format", 32),
  /** ECDSA on P-384 with SHA-384. */
  ES384("ES384", KeyType.EC, Curve.P_384, "SHA384withECDSAinP1363Format", 48),
  /** ECDSA on P-521 with SHA-512. */
  ES512("ES512", KeyType.EC, Curve.P_521, "SHA512withECDSAinP1363Format", 64),
  /** EdDSA on Curve25519 (RFC 8032). */
  ED25519("Ed25519", KeyType.OKP, Curve.ED25519, "Ed25519", 64),
  /** ML-DSA of category 2 (FIPS 204). */
  ML_DSA_44("ML-DSA-44", KeyType.AKP, null, "ML-DSA-44", 0),
  /** ML-DSA of category 3 (FIPS 204). */
  ML_DSA_65("ML-DSA-65", KeyType.AKP, null, "ML-DSA-65", 0),
  /** ML-DSA of category 5 (FIPS 204). */
  ML_DSA_87("ML-DSA-87", KeyType.AKP, null, "ML-DSA-87", 0);

  private static final Map<String, JwsAlgorithm> BY_WIRE_NAME = new HashMap<>();

  static {
    for (JwsAlgorithm algorithm : values()) {
      BY_WIRE_NAME.put(algorithm.wireName, algorithm);
    }
    BY_WIRE_NAME.put("EdDSA", ED25519);
  }

  private final String wireName;
  private final KeyType keyType;
  private final @Nullable Curve curve;
  private final String jcaName;
  private final int hashBytes;

  JwsAlgorithm(
      String wireName, KeyType keyType, @Nullable Curve curve, String jcaName, int hashBytes) {
    this.wireName = wireName;
    this.keyType = keyType;
    this.curve = curve;
    this.jcaName = jcaName;
    this.hashBytes = hashBytes;
  }

  /** The word in a header's {@code alg}. */
  public String wireName() {
    return wireName;
  }

  /** The type of key that the algorithm takes. */
  public KeyType keyType() {
    return keyType;
  }

  /** The one curve of the algorithm, where it has one. */
  public Optional<Curve> curve() {
    return Optional.ofNullable(curve);
  }

  /** The algorithm's standard name in the JCA. */
  public String jcaName() {
    return jcaName;
  }

  /** The length of the hash in bytes; 0 where the algorithm has none of its own. */
  public int hashBytes() {
    return hashBytes;
  }

  /** Whether signer and verifier hold the same secret. */
  public boolean isSymmetric() {
    return keyType == KeyType.OCT;
  }

  /** Whether the algorithm is RSASSA-PSS. */
  public boolean isPss() {
    return this == PS256 || this == PS384 || this == PS512;
  }

  /**
   * Whether this JVM can compute the algorithm: ML-DSA needs JDK 24 or a provider that brings it.
   */
  public boolean isAvailable() {
    String type = isSymmetric() ? "Mac" : "Signature";
    for (Provider provider : Security.getProviders()) {
      if (provider.getService(type, jcaName) != null) {
        return true;
      }
    }
    return false;
  }

  /** The algorithm of that name, {@code EdDSA} read as Ed25519; case matters (RFC 7515 §4.1.1). */
  public static Optional<JwsAlgorithm> fromWireName(String name) {
    return Optional.ofNullable(BY_WIRE_NAME.get(name));
  }
}
