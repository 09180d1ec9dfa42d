package signet.jose.jwk;

import static signet.jose.jwk.JwkException.Problem.INVALID;
import static signet.jose.jwk.JwkException.Problem.MALFORMED;
import static signet.jose.jwk.JwkException.Problem.UNSUPPORTED;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.Base64Url;
import signet.jose.internal.JsonObject;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;

/** Reads the members of one JWK (RFC 7518 §6, RFC 8037 §2, RFC 9964 §3) into a checked key. */
final class JwkReader {
  private static final int MAX_JSON_CHARS = 512 * 1024;
  static final int MAX_DEPTH = 8;
  static final int MAX_MEMBERS = 64;

  private static final byte[] ED25519_OID = HexFormat.of().parseHex("2b6570");
  private static final byte[] X25519_OID = HexFormat.of().parseHex("2b656e");

  private final JsonObject jwk;
  private final KeyAttributes attributes;

  private JwkReader(JsonObject jwk) {
    this.jwk = jwk;
    this.attributes = KeyAttributes.read(jwk);
  }

  static Jwk read(String json) {
    return read(object(json));
  }

  static JsonObject object(String json) {
    if (json.length() > MAX_JSON_CHARS) {
      throw new JwkException(MALFORMED, "a JWK or JWK Set has at most 512 KiB");
    }
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    JsonObject object = JsonObject.parse(utf8, MAX_DEPTH, MAX_MEMBERS);
    if (object == null) {
      throw new JwkException(MALFORMED, "the JWK or JWK Set is not a strict JSON object");
    }
    return object;
  }

  /** Looks at the names alone before anything is computed: a private half may be costly to try. */
  static PublicJwk readPublic(JsonObject object) {
    JwkReader reader = new JwkReader(object);
    if (reader.text("kty").equals(KeyType.OCT.wireName())
        || reader.has("d")
        || reader.has("priv")) {
      throw new JwkException(INVALID, "a private or secret key stands where a public one belongs");
    }
    return (PublicJwk) read(object);
  }

  static Jwk read(JsonObject object) {
    JwkReader reader = new JwkReader(object);
    try {
      return reader.key(reader.text("kty"));
    } catch (GeneralSecurityException e) {
      throw new JwkException(INVALID, "the JWK's members are not those of a valid key", e);
    }
  }

  private Jwk key(String kty) throws GeneralSecurityException {
    return switch (kty) {
      case "RSA" -> rsa();
      case "EC" -> ec();
      case "OKP" -> octetKeyPair();
      case "AKP" -> algorithmKeyPair();
      case "oct" -> new SecretJwk(SecretJwk.of(bytes("k")).secret(), attributes);
      default -> throw new JwkException(UNSUPPORTED, "the JWK's kty is not supported");
    };
  }

  private Jwk rsa() throws GeneralSecurityException {
    BigInteger n = integer("n");
    BigInteger e = integer("e");
    // Size and exponent are checked before the factory sees the key: one reason for one defect.
    KeyChecks.check(n, e);
    KeyFactory factory = KeyFactories.factory("RSA");
    PublicKey publicKey = factory.generatePublic(new RSAPublicKeySpec(n, e));
    if (!has("d")) {
      return withPublic(publicKey);
    }
    if (has("oth")) {
      throw new JwkException(UNSUPPORTED, "RSA keys of more than two primes are not supported");
    }
    KeySpec spec =
        has("p")
            ? new RSAPrivateCrtKeySpec(
                n,
                e,
                integer("d"),
                integer("p"),
                integer("q"),
                integer("dp"),
                integer("dq"),
                integer("qi"))
            : new RSAPrivateKeySpec(n, integer("d"));
    return withPrivate(publicKey, factory.generatePrivate(spec));
  }

  private Jwk ec() throws GeneralSecurityException {
    Curve curve = curve();
    if (curve == Curve.ED25519 || curve == Curve.X25519) {
      throw new JwkException(MALFORMED, "the JWK's crv does not belong to kty EC");
    }
    ECPoint point = new ECPoint(coordinate("x", curve), coordinate("y", curve));
    if (!EllipticCurve.contains(curve, point)) {
      throw new JwkException(INVALID, "the point is not on " + curve.wireName());
    }
    KeyFactory factory = KeyFactories.factory("EC");
    PublicKey publicKey =
        factory.generatePublic(new ECPublicKeySpec(point, EllipticCurve.parameters(curve)));
    if (!has("d")) {
      return withPublic(publicKey);
    }
    BigInteger d = coordinate("d", curve);
    return withPrivate(
        publicKey,
        factory.generatePrivate(new ECPrivateKeySpec(d, EllipticCurve.parameters(curve))));
  }

  private BigInteger coordinate(String member, Curve curve) {
    byte[] bytes = bytes(member);
    // RFC 7518 §6.2.1.2: the length is that of the field, leading zeros included.
    if (bytes.length != curve.coordinateBytes()) {
      throw new JwkException(MALFORMED, "the JWK's member " + member + " has the wrong length");
    }
    return new BigInteger(1, bytes);
  }

  private Jwk octetKeyPair() throws GeneralSecurityException {
    Curve curve = curve();
    if (curve != Curve.ED25519 && curve != Curve.X25519) {
      throw new JwkException(MALFORMED, "the JWK's crv does not belong to kty OKP");
    }
    byte[] x = bytes("x");
    if (x.length != curve.coordinateBytes()) {
      throw new JwkException(MALFORMED, "the JWK's member x has the wrong length");
    }
    KeyFactory factory = KeyFactories.factory(curve.jcaName());
    byte[] info = Der.subjectPublicKeyInfo(curve == Curve.ED25519 ? ED25519_OID : X25519_OID, x);
    PublicKey publicKey = factory.generatePublic(new X509EncodedKeySpec(info));
    if (!has("d")) {
      return withPublic(publicKey);
    }
    NamedParameterSpec parameters = new NamedParameterSpec(curve.jcaName());
    KeySpec spec =
        curve == Curve.ED25519
            ? new EdECPrivateKeySpec(parameters, bytes("d"))
            : new XECPrivateKeySpec(parameters, bytes("d"));
    return withPrivate(publicKey, factory.generatePrivate(spec));
  }

  private Jwk algorithmKeyPair() {
    JwsAlgorithm algorithm =
        JwsAlgorithm.fromWireName(text("alg"))
            .filter(a -> a.keyType() == KeyType.AKP)
            .orElseThrow(() -> new JwkException(UNSUPPORTED, "the AKP key's alg is not supported"));
    PublicJwk publicJwk =
        PublicJwk.of(MlDsa.publicKey(algorithm, bytes("pub"))).withAttributes(attributes);
    if (!has("priv")) {
      return publicJwk;
    }
    PrivateJwk pair = PrivateJwk.ofSeed(algorithm, bytes("priv"), attributes);
    if (!pair.toPublic().material().equals(publicJwk.material())) {
      throw new JwkException(INVALID, "the seed and the public key do not belong together");
    }
    return pair;
  }

  private Jwk withPublic(PublicKey publicKey) {
    return PublicJwk.of(publicKey).withAttributes(attributes);
  }

  private Jwk withPrivate(PublicKey publicKey, PrivateKey privateKey) {
    return PrivateJwk.of(publicKey, privateKey).withAttributes(attributes);
  }

  private Curve curve() {
    return Curve.fromWireName(text("crv"))
        .orElseThrow(() -> new JwkException(UNSUPPORTED, "the JWK's crv is not supported"));
  }

  private boolean has(String member) {
    return jwk.find(member) >= 0;
  }

  private String text(String member) {
    @Nullable String text = jwk.string(member);
    if (text == null) {
      throw new JwkException(MALFORMED, "the JWK's member " + member + " is missing or no string");
    }
    return text;
  }

  private byte[] bytes(String member) {
    byte[] bytes = Base64Url.decode(text(member));
    if (bytes == null || bytes.length == 0) {
      throw new JwkException(
          MALFORMED, "the JWK's member " + member + " is not canonical base64url");
    }
    return bytes;
  }

  private BigInteger integer(String member) {
    byte[] bytes = bytes(member);
    // RFC 7518 §2, Base64urlUInt: the shortest form.
    if (bytes[0] == 0 && bytes.length > 1) {
      throw new JwkException(MALFORMED, "the JWK's member " + member + " has leading zeros");
    }
    return new BigInteger(1, bytes);
  }
}
