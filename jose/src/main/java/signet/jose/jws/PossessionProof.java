package signet.jose.jws;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.Base64Url;
import signet.jose.internal.JsonName;
import signet.jose.internal.JsonObject;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PublicJwk;

/**
 * A JWS whose signature holds under the public key in its own header: whoever made it has the
 * private half (RFC 9449 §4.2). That says nothing of who this is, so the key's thumbprint has to be
 * compared with one that is known. Immutable.
 *
 * <p>The one place where a header's {@code jwk} is read. It is a type of its own, which nothing
 * turns into a verified token: {@link JwsVerifier} never looks there.
 */
public final class PossessionProof {
  private static final JsonName JWK = JsonName.of("jwk");

  private final PublicJwk key;
  private final byte[] payload;

  private PossessionProof(PublicJwk key, byte[] payload) {
    this.key = key;
    this.payload = payload;
  }

  /**
   * Reads and checks a proof; empty where any of it is not as it should be. Never throws for what a
   * stranger sent.
   *
   * @param type the {@code typ} to require, compared as RFC 7515 §4.1.9 says
   * @param allowed the algorithms that are accepted; those with a shared secret never are, as a
   *     secret in a header is none
   */
  public static Optional<PossessionProof> verify(
      String compact, String type, Set<JwsAlgorithm> allowed) {
    TokenLimits limits = TokenLimits.DEFAULT;
    int end = compact.indexOf('.');
    if (end < 0 || compact.length() > limits.maxTokenBytes()) {
      return Optional.empty();
    }
    byte[] json = Base64Url.decode(compact.substring(0, end));
    JsonObject members =
        json == null ? null : JsonObject.parse(json, limits.maxDepth(), limits.maxMembers());
    JwsHeader header = json == null ? null : JwsHeader.parse(json, limits);
    if (members == null || header == null) {
      return Optional.empty();
    }
    JwsAlgorithm algorithm = header.algorithmOrNull();
    if (algorithm == null || algorithm.isSymmetric() || !allowed.contains(algorithm)) {
      return Optional.empty();
    }
    PublicJwk key = headerKey(members, algorithm);
    return key == null ? Optional.empty() : verify(compact, type, algorithm, key);
  }

  private static @Nullable PublicJwk headerKey(JsonObject header, JwsAlgorithm algorithm) {
    int index = header.find(JWK);
    if (index < 0 || header.kind(index) != JsonObject.Kind.OBJECT) {
      return null;
    }
    try {
      // RFC 9449 §4.3: no private half, nor the work of looking at one.
      PublicJwk key = PublicJwk.parse(header.rawAt(index));
      if (KeyBinding.mayVerify(key) && algorithm.isAvailable()) {
        KeyBinding.requireFit(key, algorithm);
        // Without the names it gave itself: the header's kid need not be the key's.
        return PublicJwk.of(key.publicKey()).withAlgorithm(algorithm);
      }
      return null;
    } catch (JwkException e) {
      return null;
    }
  }

  private static Optional<PossessionProof> verify(
      String compact, String type, JwsAlgorithm algorithm, PublicJwk key) {
    JwsVerifier verifier =
        JwsVerifier.builder().keys(JwkSet.of(key)).algorithms(algorithm).type(type).build();
    return verifier.verify(compact) instanceof JwsVerification.Verified verified
        ? Optional.of(new PossessionProof(key, verified.payload()))
        : Optional.empty();
  }

  /** The RFC 7638 thumbprint of the key that signed, SHA-256, base64url. */
  public String thumbprint() {
    return key.thumbprint();
  }

  /** The signed bytes. */
  public byte[] payload() {
    return payload.clone();
  }

  @Override
  public String toString() {
    return "PossessionProof[" + key.thumbprint() + "]";
  }
}
