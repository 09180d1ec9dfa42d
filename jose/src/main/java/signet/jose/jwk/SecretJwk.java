package signet.jose.jwk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.Base64Url;
import signet.jose.internal.JsonWriter;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;

/**
 * A symmetric key ({@code oct}, RFC 7518 §6.4). Immutable and safe for use by many threads. Its
 * {@code kid} is a random name, since a thumbprint would let anyone who sees a token test guesses
 * of the secret.
 */
public final class SecretJwk implements Jwk {
  private static final int KID_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] secret;
  private final KeyAttributes attributes;

  SecretJwk(byte[] secret, KeyAttributes attributes) {
    this.secret = secret;
    this.attributes = attributes;
  }

  /** A fresh secret as long as the algorithm's hash, with a random {@code kid}. */
  public static SecretJwk generate(JwsAlgorithm algorithm) {
    if (!algorithm.isSymmetric()) {
      throw new IllegalArgumentException(algorithm.wireName() + " takes no secret");
    }
    byte[] secret = new byte[algorithm.hashBytes()];
    byte[] kid = new byte[KID_BYTES];
    RANDOM.nextBytes(secret);
    RANDOM.nextBytes(kid);
    return new SecretJwk(secret, KeyAttributes.NONE.withKid(Base64Url.encode(kid)).withUse("sig"))
        .withAlgorithm(algorithm);
  }

  /**
   * A given secret, without {@code kid} or {@code alg}.
   *
   * @throws JwkException when it is empty, or is the text of a public key: whoever passes that as a
   *     secret has fallen for algorithm confusion
   */
  public static SecretJwk of(byte[] secret) {
    if (secret.length == 0) {
      throw new JwkException(JwkException.Problem.WEAK, "an empty secret protects nothing");
    }
    if (looksLikeKeyText(secret)) {
      throw new JwkException(
          JwkException.Problem.INVALID,
          "the secret is the text of a key file (PEM, JWK or SSH); give it as a key, not as an HMAC"
              + " secret");
    }
    return new SecretJwk(secret.clone(), KeyAttributes.NONE);
  }

  private static boolean looksLikeKeyText(byte[] secret) {
    String text = new String(secret, StandardCharsets.ISO_8859_1);
    return text.contains("-----BEGIN ")
        || text.contains("ssh-rsa ")
        || text.contains("ssh-ed25519 ")
        || text.contains("ecdsa-sha2-")
        || (text.contains("{") && text.contains("\"kty\""));
  }

  /** A copy of the secret. */
  public byte[] secret() {
    return secret.clone();
  }

  /** The length in bytes. */
  public int length() {
    return secret.length;
  }

  @Override
  public KeyType keyType() {
    return KeyType.OCT;
  }

  @Override
  public Optional<Curve> curve() {
    return Optional.empty();
  }

  @Override
  public Optional<String> kid() {
    return Optional.ofNullable(attributes.kid());
  }

  @Override
  public Optional<String> alg() {
    return Optional.ofNullable(attributes.alg());
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
    return PublicJwk.thumbprint(Map.of("kty", "oct", "k", Base64Url.encode(secret)));
  }

  /** The key as a JWK, the secret included. */
  public String exportJson() {
    return JsonWriter.write(exportMembers());
  }

  Map<String, Object> exportMembers() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("k", Base64Url.encode(secret));
    return attributes.toMembers(KeyType.OCT.wireName(), members);
  }

  /** The same key under a name. */
  public SecretJwk withKid(String kid) {
    return new SecretJwk(secret, attributes.withKid(kid));
  }

  /** The same key for one algorithm. */
  public SecretJwk withAlgorithm(JwsAlgorithm algorithm) {
    return new SecretJwk(secret, attributes.withAlg(algorithm.wireName()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SecretJwk that
        && MessageDigest.isEqual(secret, that.secret)
        && attributes.equals(that.attributes);
  }

  @Override
  public int hashCode() {
    return attributes.hashCode();
  }

  @Override
  public String toString() {
    return JsonWriter.write(attributes.toMembers(KeyType.OCT.wireName(), Map.of("k", "(secret)")));
  }
}
