package signet.jose.jwk;

import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.XECPrivateKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.Base64Url;
import signet.jose.jwa.Curve;

/** The private members of a JWK (RFC 7518 §6.2.2, §6.3.2; RFC 8037 §2; RFC 9964 §3). */
final class PrivateMembers {
  private PrivateMembers() {}

  static Map<String, Object> of(PrivateKey key, byte @Nullable [] seed) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (seed != null) {
      members.put("priv", Base64Url.encode(seed));
    } else if (key instanceof RSAPrivateCrtKey rsa) {
      members.put("d", KeyMaterial.unsigned(rsa.getPrivateExponent()));
      members.put("p", KeyMaterial.unsigned(rsa.getPrimeP()));
      members.put("q", KeyMaterial.unsigned(rsa.getPrimeQ()));
      members.put("dp", KeyMaterial.unsigned(rsa.getPrimeExponentP()));
      members.put("dq", KeyMaterial.unsigned(rsa.getPrimeExponentQ()));
      members.put("qi", KeyMaterial.unsigned(rsa.getCrtCoefficient()));
    } else if (key instanceof ECPrivateKey ec) {
      Curve curve = EllipticCurve.of(ec.getParams()).orElseThrow(PrivateMembers::notExportable);
      members.put("d", KeyMaterial.fixed(ec.getS(), curve.coordinateBytes()));
    } else if (key instanceof EdECPrivateKey edec) {
      members.put("d", raw(edec.getBytes()));
    } else if (key instanceof XECPrivateKey xec) {
      members.put("d", raw(xec.getScalar()));
    } else {
      throw notExportable();
    }
    return members;
  }

  private static String raw(Optional<byte[]> bytes) {
    return Base64Url.encode(bytes.orElseThrow(PrivateMembers::notExportable));
  }

  private static JwkException notExportable() {
    return new JwkException(
        JwkException.Problem.NOT_EXPORTABLE, "the private key cannot leave where it is kept");
  }
}
