package signet.testkit.forge;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signet.testkit.json.Json;

/**
 * Makes compact tokens, right and wrong ones, with raw JDK calls. Immutable: each method answers
 * with a changed copy.
 *
 * <pre>{@code
 * String token = TokenForge.with(key).header("typ", "at+jwt").claims(claims).sign();
 * }</pre>
 *
 * <p>The header starts as {@code {"alg":…,"kid":…}} of the key. Header and payload can be given as
 * raw text or bytes, so that anything malformed can be expressed; what is signed is what is given.
 */
public final class TokenForge {

  /** Every algorithm of Signet, by its JOSE name. */
  public static final List<String> ALGORITHMS =
      List.of(
          "HS256",
          "HS384",
          "HS512",
          "RS256",
          "RS384",
          "RS512",
          "PS256",
          "PS384",
          "PS512",
          "ES256",
          "ES384",
          "ES512",
          "Ed25519",
          "ML-DSA-44",
          "ML-DSA-65",
          "ML-DSA-87");

  private final ForgeKey key;
  private final Map<String, @Nullable Object> header;
  private final byte @Nullable [] rawHeader;
  private final byte[] payload;

  private TokenForge(
      ForgeKey key,
      Map<String, @Nullable Object> header,
      byte @Nullable [] rawHeader,
      byte[] payload) {
    this.key = key;
    this.header = header;
    this.rawHeader = rawHeader;
    this.payload = payload;
  }

  /** Whether this JDK can sign with the algorithm: ML-DSA needs JDK 24. */
  public static boolean supports(String alg) {
    return Jca.supports(alg);
  }

  /** Those of {@link #ALGORITHMS} that this JDK can sign with. */
  public static List<String> supported() {
    return ForgeKey.supported(ALGORITHMS);
  }

  /** Starts a token of {@code key}, with its {@code alg} and {@code kid} in the header. */
  public static TokenForge with(ForgeKey key) {
    Map<String, @Nullable Object> header = new LinkedHashMap<>();
    header.put("alg", key.alg());
    header.put("kid", key.kid());
    return new TokenForge(key, header, null, "{}".getBytes(StandardCharsets.UTF_8));
  }

  /** Sets a member of the header; null writes a JSON null. */
  public TokenForge header(String name, @Nullable Object value) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(header);
    changed.put(name, value);
    return new TokenForge(key, changed, rawHeader, payload);
  }

  /** Leaves a member of the header out. */
  public TokenForge withoutHeader(String name) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(header);
    changed.remove(name);
    return new TokenForge(key, changed, rawHeader, payload);
  }

  /** The header as raw text, in place of all members. */
  public TokenForge headerJson(String json) {
    return headerBytes(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The header as raw bytes, which need not be UTF-8. */
  public TokenForge headerBytes(byte[] bytes) {
    return new TokenForge(key, header, bytes.clone(), payload);
  }

  /** The header's JSON as it stands, to be changed as text. */
  public String headerJson() {
    return new String(headerBytes(), StandardCharsets.UTF_8);
  }

  /** The claims. */
  public TokenForge claims(Map<String, ? extends @Nullable Object> claims) {
    return claimsJson(Json.write(claims));
  }

  /** The claims as raw text. */
  public TokenForge claimsJson(String json) {
    return payload(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The payload as raw bytes. */
  public TokenForge payload(byte[] bytes) {
    return new TokenForge(key, header, rawHeader, bytes.clone());
  }

  /** What the signature covers: {@code header.payload}. */
  public byte[] signingInput() {
    return input().getBytes(StandardCharsets.US_ASCII);
  }

  /** The token with its right signature. */
  public String sign() {
    return signedWith(key.sign(signingInput()));
  }

  /** The token with these bytes in the place of the signature. */
  public String signedWith(byte[] signature) {
    return input() + "." + Base64Url.encode(signature);
  }

  /** The token signed by another key, whatever the header says. */
  public String signedBy(ForgeKey other) {
    return signedWith(other.sign(signingInput()));
  }

  /** The token with an empty third part. */
  public String unsigned() {
    return input() + ".";
  }

  private String input() {
    return Base64Url.encode(headerBytes()) + "." + Base64Url.encode(payload);
  }

  private byte[] headerBytes() {
    return rawHeader != null ? rawHeader : Json.write(header).getBytes(StandardCharsets.UTF_8);
  }
}
