package signet.server.client;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;
import signet.jose.jwe.JweEncrypter;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.Pem;
import signet.jose.jwk.PublicJwk;

/**
 * Public keys as an operator hands them over: a JWK Set, a JWK or PEM. Readers throw {@link
 * IllegalArgumentException} whose message completes "KEY must …".
 */
final class KeyText {
  static final int MAX_CHARACTERS = 16 * 1024;
  private static final int MAX_KEYS = 10;

  private KeyText() {}

  /** The keys that verify a client's assertions. */
  static JwkSet forAssertions(String text) {
    List<Jwk> keys = read(text);
    if (keys.isEmpty() || keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException("hold 1 to " + MAX_KEYS + " usable keys");
    }
    for (Jwk key : keys) {
      requirePublic(key);
      boolean signs =
          key.alg().isEmpty()
              || key.alg()
                  .flatMap(JwsAlgorithm::fromWireName)
                  .filter(a -> !a.isSymmetric())
                  .isPresent();
      if (!signs || key.use().filter(use -> !use.equals("sig")).isPresent()) {
        throw new IllegalArgumentException("hold keys for signatures alone");
      }
    }
    return JwkSet.of(keys);
  }

  /** What encrypts a client's tokens. */
  static JweEncrypter encrypter(String text, Optional<String> alg, Optional<String> enc) {
    List<Jwk> keys = read(text);
    if (keys.size() != 1) {
      throw new IllegalArgumentException("hold one usable key");
    }
    Jwk key = requirePublic(keys.getFirst());
    JweAlgorithm algorithm =
        JweAlgorithm.fromWireName(alg.orElseGet(() -> usualAlgorithm(key)))
            .orElseThrow(() -> new IllegalArgumentException("have an alg that exists here"));
    JweEncryption encryption =
        JweEncryption.fromWireName(enc.orElse("A256GCM"))
            .orElseThrow(() -> new IllegalArgumentException("have an enc that exists here"));
    try {
      return JweEncrypter.of(key, algorithm, encryption);
    } catch (JwkException e) {
      throw new IllegalArgumentException("fit its alg: " + e.getMessage(), e);
    }
  }

  private static String usualAlgorithm(Jwk key) {
    return key.alg().orElse(key.keyType() == KeyType.RSA ? "RSA-OAEP-256" : "ECDH-ES");
  }

  private static List<Jwk> read(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException("hold at most " + MAX_CHARACTERS + " characters");
    }
    try {
      String stripped = text.strip();
      if (!stripped.startsWith("{")) {
        return Pem.decodeAll(stripped);
      }
      if (!stripped.contains("\"keys\"")) {
        return List.of(Jwk.parse(stripped));
      }
      JwkSet set = JwkSet.parse(stripped);
      if (!set.skipped().isEmpty()) {
        throw new IllegalArgumentException(
            "hold usable keys: " + set.skipped().getFirst().message());
      }
      return set.keys();
    } catch (JwkException e) {
      throw new IllegalArgumentException("hold a JWK Set, a JWK or PEM: " + e.getMessage(), e);
    }
  }

  private static Jwk requirePublic(Jwk key) {
    if (!(key instanceof PublicJwk)) {
      throw new IllegalArgumentException(
          "hold public keys alone: the private half stays with its owner, who should make a new"
              + " pair now");
    }
    return key;
  }

  /** The names of the signature algorithms that assertions may have. */
  static JwsAlgorithm[] signatureAlgorithms() {
    return Stream.of(JwsAlgorithm.values())
        .filter(algorithm -> !algorithm.isSymmetric() && algorithm.isAvailable())
        .toArray(JwsAlgorithm[]::new);
  }
}
