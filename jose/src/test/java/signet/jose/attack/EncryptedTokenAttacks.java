package signet.jose.attack;

import static signet.jose.reject.RejectReason.MALFORMED;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

/**
 * Family {@code jwe}, as a verifier of signed tokens meets it: five parts where three are asked
 * for.
 *
 * <p>No decryption exists in the library yet, so no entry can reach one; each id is sent in its
 * shape and must be refused as malformed. Once a policy can ask for nested tokens, H01 to H11 are
 * forged under its key, with the reason {@code not_decryptable} or {@code not_nested}.
 */
final class EncryptedTokenAttacks {
  private EncryptedTokenAttacks() {}

  static Stream<Attack> of(Victim victim) {
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("H01 RSA1_5 with a modified padding", five("RSA1_5", "A128CBC-HS256", 256, 16, 16));
    tokens.put("H02 RSA1_5 to an OAEP key", five("RSA1_5", "A256GCM", 256, 12, 16));
    tokens.put("H03 CBC with a modified tag", five("dir", "A128CBC-HS256", 0, 16, 16));
    tokens.put("H04 tag of one byte", five("dir", "A256GCM", 0, 12, 1));
    tokens.put("H05 epk off its curve", five("ECDH-ES", "A256GCM", 0, 12, 16));
    tokens.put("H06 two billion rounds", rounds());
    tokens.put("H07 zip", zip());
    tokens.put("H08 empty encrypted key", five("A256KW", "A256GCM", 0, 12, 16));
    tokens.put("H08 everything empty", part("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + "....");
    tokens.put("H09 unsigned claims inside", nested(victim, "none"));
    tokens.put("H09 bare claims inside", nested(victim, null));
    tokens.put("H10 a token in a token in a token", twice(victim));
    tokens.put("H11 key too short for enc", five("dir", "A256CBC-HS512", 0, 16, 32));
    return tokens.entrySet().stream()
        .map(
            entry -> {
              String id = entry.getKey().substring(0, 3);
              String name = entry.getKey().substring(4);
              return Attack.token(id, name, victim.wide, entry.getValue(), MALFORMED);
            });
  }

  private static String five(String alg, String enc, int keyBytes, int ivBytes, int tagBytes) {
    return part(Json.write(Map.of("alg", alg, "enc", enc)))
        + "."
        + filled(keyBytes)
        + "."
        + filled(ivBytes)
        + "."
        + filled(48)
        + "."
        + filled(tagBytes);
  }

  private static String rounds() {
    String header =
        "{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":2147483647,\"p2s\":\"AAAA\"}";
    return part(header) + "." + filled(24) + "." + filled(12) + "." + filled(48) + "." + filled(16);
  }

  private static String zip() {
    String header = "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}";
    return part(header) + ".." + filled(12) + "." + filled(48) + "." + filled(16);
  }

  private static String nested(Victim victim, String alg) {
    String claims = Json.write(Victim.claims());
    String inner = alg == null ? claims : Damage.algNone(victim.goodToken(), alg);
    String header = "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"cty\":\"JWT\"}";
    return part(header) + ".." + filled(12) + "." + part(inner) + "." + filled(16);
  }

  private static String twice(Victim victim) {
    String header = "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"cty\":\"JWT\"}";
    String once = nested(victim, "none");
    ForgeKey secret = ForgeKey.generate("HS256");
    String signed = TokenForge.with(secret).payload(once.getBytes(StandardCharsets.UTF_8)).sign();
    return part(header) + ".." + filled(12) + "." + part(signed) + "." + filled(16);
  }

  private static String part(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String filled(int bytes) {
    byte[] filled = new byte[bytes];
    Arrays.fill(filled, (byte) 7);
    return encode(filled);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
