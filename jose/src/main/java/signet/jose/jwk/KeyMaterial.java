package signet.jose.jwk;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.Base64Url;
import signet.jose.jwa.Curve;
import signet.jose.jwa.KeyType;

/**
 * What a public key is, apart from what it is used for.
 *
 * @param requiredMembers the members that RFC 7638 hashes, values base64url or words
 * @param bits the size that people quote
 */
record KeyMaterial(
    KeyType keyType, @Nullable Curve curveOrNull, Map<String, String> requiredMembers, int bits) {

  /** Describes a key after checking it. */
  static KeyMaterial of(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return ofRsa(rsa);
    }
    if (key instanceof ECPublicKey ec) {
      return ofEc(ec);
    }
    if (key instanceof EdECPublicKey edec && isNamed(edec.getParams(), "Ed25519")) {
      byte[] raw = Der.publicKeyOf(key.getEncoded());
      KeyChecks.checkEd25519(raw);
      return ofOctetKeyPair(Curve.ED25519, raw);
    }
    if (key instanceof XECPublicKey xec
        && xec.getParams() instanceof NamedParameterSpec named
        && isNamed(named, "X25519")) {
      return ofOctetKeyPair(Curve.X25519, Der.publicKeyOf(key.getEncoded()));
    }
    return MlDsa.of(key)
        .orElseThrow(
            () ->
                new JwkException(
                    JwkException.Problem.UNSUPPORTED,
                    "keys of type " + key.getAlgorithm() + " are not supported"));
  }

  private static boolean isNamed(NamedParameterSpec parameters, String name) {
    return parameters.getName().equalsIgnoreCase(name);
  }

  private static KeyMaterial ofRsa(RSAPublicKey key) {
    KeyChecks.check(key);
    Map<String, String> members = new LinkedHashMap<>();
    members.put("kty", KeyType.RSA.wireName());
    members.put("n", unsigned(key.getModulus()));
    members.put("e", unsigned(key.getPublicExponent()));
    return new KeyMaterial(KeyType.RSA, null, members, key.getModulus().bitLength());
  }

  private static KeyMaterial ofEc(ECPublicKey key) {
    Curve curve = KeyChecks.check(key);
    Map<String, String> members = new LinkedHashMap<>();
    members.put("kty", KeyType.EC.wireName());
    members.put("crv", curve.wireName());
    members.put("x", fixed(key.getW().getAffineX(), curve.coordinateBytes()));
    members.put("y", fixed(key.getW().getAffineY(), curve.coordinateBytes()));
    return new KeyMaterial(
        KeyType.EC, curve, members, key.getParams().getCurve().getField().getFieldSize());
  }

  private static KeyMaterial ofOctetKeyPair(Curve curve, byte[] raw) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("kty", KeyType.OKP.wireName());
    members.put("crv", curve.wireName());
    members.put("x", Base64Url.encode(raw));
    return new KeyMaterial(KeyType.OKP, curve, members, raw.length * 8);
  }

  static KeyMaterial ofAlgorithmKeyPair(String algorithm, byte[] raw) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("kty", KeyType.AKP.wireName());
    members.put("alg", algorithm);
    members.put("pub", Base64Url.encode(raw));
    return new KeyMaterial(KeyType.AKP, null, members, raw.length * 8);
  }

  Optional<Curve> curve() {
    return Optional.ofNullable(curveOrNull);
  }

  /** The algorithm that the key itself names, as keys of type AKP do. */
  Optional<String> ownAlgorithm() {
    return Optional.ofNullable(requiredMembers.get("alg"));
  }

  /** Base64urlUInt (RFC 7518 §2): no leading zero bytes. */
  static String unsigned(BigInteger value) {
    return fixed(value, (value.bitLength() + 7) / 8);
  }

  /** Big-endian in just {@code length} bytes (RFC 7518 §6.2.1.2). */
  static String fixed(BigInteger value, int length) {
    byte[] signed = value.toByteArray();
    byte[] bytes = new byte[length];
    int used = Math.min(signed.length, length);
    System.arraycopy(signed, signed.length - used, bytes, length - used, used);
    return Base64Url.encode(bytes);
  }
}
