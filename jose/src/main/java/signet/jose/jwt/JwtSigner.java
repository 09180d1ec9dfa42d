package signet.jose.jwt;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import signet.jose.internal.Base64Url;
import signet.jose.internal.JsonWriter;
import signet.jose.jws.SigningKey;

/** Signs claims with one key and one {@code typ}. Immutable and safe for use by many threads. */
public final class JwtSigner {
  /** The longest header and claims together, in encoded bytes, the signature not counted. */
  public static final int MAX_SIGNED_BYTES = 4 * 1024;

  private final SigningKey key;
  private final byte[] headerSegment;

  private JwtSigner(SigningKey key, byte[] headerSegment) {
    this.key = key;
    this.headerSegment = headerSegment;
  }

  /**
   * A signer that writes {@code alg}, {@code typ} and, where the key has one, {@code kid} into the
   * header.
   *
   * @param type the {@code typ}, such as {@code at+jwt}
   */
  public static JwtSigner of(SigningKey key, String type) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", key.algorithmName());
    header.put("typ", type);
    key.kid().ifPresent(kid -> header.put("kid", kid));
    byte[] json = JsonWriter.write(header).getBytes(StandardCharsets.UTF_8);
    return new JwtSigner(key, Base64Url.encodeToBytes(json));
  }

  /** The key that it signs with. */
  public SigningKey key() {
    return key;
  }

  /**
   * How long header and claims will be together, in encoded bytes, the signature not counted; to be
   * compared with {@link #MAX_SIGNED_BYTES}.
   */
  public int signedBytes(JwtClaims claims) {
    return headerSegment.length + 1 + (claims.json().byteLength() * 4 + 2) / 3;
  }

  /**
   * The token in compact serialization.
   *
   * @throws IllegalArgumentException when header and claims pass {@link #MAX_SIGNED_BYTES}
   */
  public String sign(JwtClaims claims) {
    byte[] payload = Base64Url.encodeToBytes(claims.toJson().getBytes(StandardCharsets.UTF_8));
    int signedLength = headerSegment.length + 1 + payload.length;
    if (signedLength > MAX_SIGNED_BYTES) {
      throw new IllegalArgumentException(
          "header and claims take "
              + signedLength
              + " bytes, above the limit of "
              + MAX_SIGNED_BYTES
              + "; keep a reference instead");
    }
    byte[] signed = new byte[signedLength];
    System.arraycopy(headerSegment, 0, signed, 0, headerSegment.length);
    signed[headerSegment.length] = '.';
    System.arraycopy(payload, 0, signed, headerSegment.length + 1, payload.length);
    return new String(signed, StandardCharsets.US_ASCII) + '.' + Base64Url.encode(key.sign(signed));
  }

  @Override
  public String toString() {
    return "JwtSigner[" + key + "]";
  }
}
