package signet.jose.jwk;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;
import signet.jose.jwa.Curve;

/**
 * Key pairs from the DER encodings of private keys; the public half is computed where the encoding
 * lacks it.
 */
final class PrivateKeys {
  private static final byte[] VERSION_0 = {Der.INTEGER, 1, 0};
  private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");

  private PrivateKeys() {}

  static PrivateJwk fromPkcs8(byte[] der) throws GeneralSecurityException {
    if (MlDsa.isPkcs8(der)) {
      // The JDK's factory reads the expanded key alone.
      return MlDsa.fromPkcs8(der);
    }
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
    for (String algorithm : PublicKeys.KEY_FACTORIES) {
      try {
        return withPublicHalf(KeyFactories.factory(algorithm).generatePrivate(spec));
      } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
        // Not of this kind; the next factory may know it.
      }
    }
    throw new InvalidKeySpecException("no private key of a supported kind");
  }

  /** RSAPrivateKey (RFC 8017 A.1.2), which PKCS#8 wraps. */
  static PrivateJwk fromPkcs1(byte[] der) throws GeneralSecurityException {
    return fromPkcs8(
        Der.encode(Der.SEQUENCE, VERSION_0, Der.RSA_ENCRYPTION, Der.encode(Der.OCTET_STRING, der)));
  }

  /** ECPrivateKey (RFC 5915), which PKCS#8 wraps once the curve stands outside. */
  static PrivateJwk fromSec1(byte[] der) throws GeneralSecurityException {
    Der key = new Der(der).enter(Der.SEQUENCE);
    key.integer();
    key.content(Der.OCTET_STRING);
    int parameters = 0xA0;
    if (!key.hasMore() || key.peek() != parameters) {
      throw new JwkException(
          JwkException.Problem.UNSUPPORTED, "the EC private key does not name its curve");
    }
    byte[] curve = key.content(parameters);
    return fromPkcs8(
        Der.encode(
            Der.SEQUENCE,
            VERSION_0,
            Der.encode(Der.SEQUENCE, EC_PUBLIC_KEY, curve),
            Der.encode(Der.OCTET_STRING, der)));
  }

  static PrivateJwk withPublicHalf(PrivateKey key) throws GeneralSecurityException {
    if (key instanceof RSAPrivateCrtKey rsa) {
      KeyFactory factory = KeyFactories.factory("RSA");
      RSAPublicKeySpec spec = new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
      return PrivateJwk.of(factory.generatePublic(spec), key);
    }
    if (key instanceof ECPrivateKey ec) {
      return PrivateJwk.of(ecPublicKey(ec), key);
    }
    if (key instanceof EdECPrivateKey edec) {
      byte[] seed = edec.getBytes().orElseThrow(PrivateKeys::opaque);
      return PrivateJwk.of(KeyFactories.fromSeed("Ed25519", seed).getPublic(), key);
    }
    if (key instanceof XECPrivateKey xec) {
      byte[] scalar = xec.getScalar().orElseThrow(PrivateKeys::opaque);
      return PrivateJwk.of(KeyFactories.fromSeed("X25519", scalar).getPublic(), key);
    }
    return MlDsa.fromPkcs8(key.getEncoded());
  }

  private static PublicKey ecPublicKey(ECPrivateKey key) throws GeneralSecurityException {
    Curve curve =
        EllipticCurve.of(key.getParams())
            .orElseThrow(
                () ->
                    new JwkException(
                        JwkException.Problem.UNSUPPORTED,
                        "only the curves P-256, P-384 and P-521"));
    BigInteger d = key.getS();
    if (d.signum() <= 0 || d.compareTo(key.getParams().getOrder()) >= 0) {
      throw new JwkException(JwkException.Problem.INVALID, "the EC private value is out of range");
    }
    return KeyFactories.factory("EC")
        .generatePublic(
            new ECPublicKeySpec(
                EllipticCurve.publicPoint(curve, d), EllipticCurve.parameters(curve)));
  }

  private static JwkException opaque() {
    return new JwkException(
        JwkException.Problem.NOT_EXPORTABLE, "the private key does not show its value");
  }
}
