package signet.jose.differential;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.interfaces.EdECPrivateKey;
import signet.testkit.forge.ForgeKey;
import signet.testkit.json.Json;

/** Keys in the types that other libraries want. */
final class PeerKeys {
  private PeerKeys() {}

  static OctetKeyPair octetKeyPair(ForgeKey key) {
    String x = Json.parse(key.jwk()).text("x");
    byte[] d = ((EdECPrivateKey) key.privateKey()).getBytes().orElseThrow();
    return new OctetKeyPair.Builder(Curve.Ed25519, new Base64URL(x)).d(Base64URL.encode(d)).build();
  }
}
