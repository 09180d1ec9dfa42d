package signet.jose.jwk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.JsonName;
import signet.jose.internal.JsonObject;

/** The members of a JWK that say what the key is for, and not what it is. */
record KeyAttributes(
    @Nullable String kid, @Nullable String alg, @Nullable String use, Set<String> keyOps) {
  static final KeyAttributes NONE = new KeyAttributes(null, null, null, Set.of());

  private static final JsonName KID = JsonName.of("kid");
  private static final JsonName ALG = JsonName.of("alg");
  private static final JsonName USE = JsonName.of("use");
  private static final JsonName KEY_OPS = JsonName.of("key_ops");

  static KeyAttributes read(JsonObject jwk) {
    return new KeyAttributes(
        text(jwk, KID), text(jwk, ALG), text(jwk, USE), Set.copyOf(operations(jwk)));
  }

  private static @Nullable String text(JsonObject jwk, JsonName name) {
    int index = jwk.find(name);
    if (index < 0) {
      return null;
    }
    if (jwk.kind(index) != JsonObject.Kind.STRING) {
      throw malformed(name);
    }
    return jwk.stringAt(index);
  }

  private static List<String> operations(JsonObject jwk) {
    int index = jwk.find(KEY_OPS);
    if (index < 0) {
      return List.of();
    }
    if (!jwk.isStringArray(index)) {
      throw malformed(KEY_OPS);
    }
    List<String> operations = jwk.stringsAt(index);
    // RFC 7517 §4.3: no duplicates.
    if (Set.copyOf(operations).size() != operations.size()) {
      throw malformed(KEY_OPS);
    }
    return operations;
  }

  private static JwkException malformed(JsonName name) {
    return new JwkException(
        JwkException.Problem.MALFORMED, "the JWK's member " + name.text() + " has the wrong type");
  }

  KeyAttributes withKid(String newKid) {
    return new KeyAttributes(newKid, alg, use, keyOps);
  }

  KeyAttributes withAlg(String newAlg) {
    return new KeyAttributes(kid, newAlg, use, keyOps);
  }

  KeyAttributes withUse(String newUse) {
    return new KeyAttributes(kid, alg, newUse, keyOps);
  }

  /**
   * The attributes of the public half: what a private key signs, its public half verifies (RFC 7517
   * §4.3).
   */
  KeyAttributes ofPublicHalf() {
    Set<String> operations = keyOps.contains("sign") ? Set.of("verify") : Set.of();
    return new KeyAttributes(kid, alg, use, operations);
  }

  /** The attributes before the key's own members, in the order in which people read them. */
  Map<String, Object> toMembers(String kty, Map<String, ?> keyMembers) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("kty", kty);
    if (kid != null) {
      members.put("kid", kid);
    }
    if (alg != null) {
      members.put("alg", alg);
    }
    if (use != null) {
      members.put("use", use);
    }
    if (!keyOps.isEmpty()) {
      members.put("key_ops", keyOps.stream().sorted().toList());
    }
    keyMembers.forEach(members::putIfAbsent);
    return members;
  }
}
