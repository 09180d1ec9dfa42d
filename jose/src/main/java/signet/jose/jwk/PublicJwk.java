package signet.jose.jwk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.Base64Url;
import signet.jose.internal.JsonWriter;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;

/** A public key. Immutable and safe for use by many threads. */
public final class PublicJwk implements Jwk {
  private final PublicKey publicKey;
  private final KeyMaterial material;
  private final KeyAttributes attributes;

  PublicJwk(PublicKey publicKey, KeyMaterial material, KeyAttributes attributes) {
    this.publicKey = publicKey;
    this.material = material;
    this.attributes = attributes;
  }

  /**
   * The JWK of a key, without {@code kid}, {@code alg} or {@code use}.
   *
   * @throws JwkException when the key is weak, invalid or of a kind that is not supported
   */
  public static PublicJwk of(PublicKey publicKey) {
    return new PublicJwk(publicKey, KeyMaterial.of(publicKey), KeyAttributes.NONE);
  }

  /**
   * Reads one JWK that somebody else made. One with a private half, or of type {@code oct}, is
   * refused before it is tried: to find out whether two halves of 8192 bits belong together takes
   * about a thousand times as long as to read the public one.
   *
   * @throws JwkException when it is not strict JSON, or no public key that can be used
   */
  public static PublicJwk parse(String json) {
    return JwkReader.readPublic(JwkReader.object(json));
  }

  /** The key as the JCA has it. */
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public KeyType keyType() {
    return material.keyType();
  }

  @Override
  public Optional<Curve> curve() {
    return material.curve();
  }

  @Override
  public Optional<String> kid() {
    return Optional.ofNullable(attributes.kid());
  }

  /** {@code alg}; a key of type AKP always has one (RFC 9964). */
  @Override
  public Optional<String> alg() {
    return Optional.ofNullable(attributes.alg()).or(material::ownAlgorithm);
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
    return thumbprint(material.requiredMembers());
  }

  /** RFC 7638 §3: the hash of the required members in order of their names. */
  static String thumbprint(Map<String, String> requiredMembers) {
    String json = JsonWriter.write(new TreeMap<>(requiredMembers));
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return Base64Url.encode(sha256.digest(json.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** How many bits the key has: the modulus, the curve's field, or the encoded key. */
  public int bits() {
    return material.bits();
  }

  /** The members of the key as a map, in the order of {@link #toJson}. */
  public Map<String, Object> toMembers() {
    return attributes.toMembers(keyType().wireName(), material.requiredMembers());
  }

  /** The key as a JWK. */
  public String toJson() {
    return JsonWriter.write(toMembers());
  }

  /** The same key under a name. */
  public PublicJwk withKid(String kid) {
    return new PublicJwk(publicKey, material, attributes.withKid(kid));
  }

  /** The same key for one algorithm. */
  public PublicJwk withAlgorithm(JwsAlgorithm algorithm) {
    return new PublicJwk(publicKey, material, attributes.withAlg(algorithm.wireName()));
  }

  /**
   * The same key for another use.
   *
   * @param use {@code sig} or {@code enc}
   */
  public PublicJwk withUse(String use) {
    return new PublicJwk(publicKey, material, attributes.withUse(use));
  }

  PublicJwk withAttributes(KeyAttributes newAttributes) {
    return new PublicJwk(publicKey, material, newAttributes);
  }

  KeyMaterial material() {
    return material;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PublicJwk that
        && material.equals(that.material)
        && attributes.equals(that.attributes);
  }

  @Override
  public int hashCode() {
    return material.hashCode() * 31 + attributes.hashCode();
  }

  @Override
  public String toString() {
    return toJson();
  }
}
