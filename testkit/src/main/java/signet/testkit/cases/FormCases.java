package signet.testkit.cases;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;

/** Size, parts, base64url and JSON. */
final class FormCases {
  private static final int MAX_TOKEN = 8 * 1024;

  private FormCases() {}

  static List<Case> of(CaseKeys keys) {
    String token = CaseKeys.good(keys.ec()).sign();
    List<Case> cases = new ArrayList<>();
    cases.add(Case.of("8193 letters", keys, "a".repeat(MAX_TOKEN + 1)).refused("too_large"));
    cases.add(Case.of("8192 letters", keys, "a".repeat(MAX_TOKEN)).refused("malformed"));
    for (String parts : List.of(".", "..", "...", "a.b", "a.b.c.d", "a.b.c.d.e", token + ".")) {
      String name = parts.length() > 20 ? "a fourth part" : "parts " + parts;
      cases.add(Case.of(name, keys, parts).refused("malformed"));
    }
    for (int part = 0; part < 3; part++) {
      int index = part;
      Damage.laxBase64(token, part)
          .forEach(
              (way, lax) -> {
                // What no header can carry, or what makes several words of it, is no token here.
                if (lax.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                  String name = "base64url of part " + index + ": " + way;
                  cases.add(Case.of(name, keys, lax).refused("malformed"));
                }
              });
    }
    headers()
        .forEach(
            (name, json) ->
                cases.add(
                    Case.of(
                            "header JSON: " + name,
                            keys,
                            CaseKeys.good(keys.ec()).headerBytes(json).sign())
                        .refused("malformed")));
    documents(keys.ec())
        .forEach(
            (name, json) ->
                cases.add(
                    Case.of(
                            "claims JSON: " + name,
                            keys,
                            CaseKeys.good(keys.ec()).payload(json).sign())
                        .refused("malformed")));
    addSound(cases, keys);
    return cases;
  }

  /** Strange, and right. */
  private static void addSound(List<Case> cases, CaseKeys keys) {
    String claims = claims(keys.ec());
    String inner = claims.substring(1);
    Map<String, String> sound = new LinkedHashMap<>();
    sound.put("white space", " \t\r\n" + claims + "\n ");
    sound.put("escaped name", claims.replace("\"iss\"", "\"\\u0069ss\""));
    sound.put("escaped value", claims.replace("usr_1", "usr_\\u0031"));
    sound.put("a pair of surrogates", "{\"x\":\"\\ud83d\\ude00\"," + inner);
    sound.put("a long number", "{\"x\":-0.5e-300," + inner);
    sound.put("eight levels", "{\"x\":[[[[[[[]]]]]]]," + inner);
    sound.put("the prototype's name", "{\"__proto__\":{\"sub\":\"x\"}," + inner);
    sound.put("a null of no meaning", "{\"x\":null," + inner);
    sound.forEach(
        (name, json) ->
            cases.add(Case.of("sound JSON: " + name, keys, signed(keys.ec(), json)).accepted()));
  }

  private static String signed(ForgeKey key, String claims) {
    return CaseKeys.good(key).claimsJson(claims).sign();
  }

  private static String claims(ForgeKey key) {
    return new String(Damage.bytes(CaseKeys.good(key).sign(), 1), StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> headers() {
    Map<String, byte[]> wrong = new LinkedHashMap<>();
    put(wrong, "empty", "");
    put(wrong, "an array", "[]");
    put(wrong, "no alg", "{\"typ\":\"at+jwt\",\"kid\":\"ec\"}");
    put(wrong, "alg a number", "{\"alg\":256,\"typ\":\"at+jwt\",\"kid\":\"ec\"}");
    put(wrong, "alg null", "{\"alg\":null,\"typ\":\"at+jwt\",\"kid\":\"ec\"}");
    put(wrong, "alg a list", "{\"alg\":[\"ES256\"],\"typ\":\"at+jwt\",\"kid\":\"ec\"}");
    put(wrong, "kid a number", "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":1}");
    put(wrong, "kid null", "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":null}");
    put(wrong, "typ a list", "{\"alg\":\"ES256\",\"typ\":[\"at+jwt\"],\"kid\":\"ec\"}");
    put(wrong, "alg twice", "{\"alg\":\"none\",\"alg\":\"ES256\",\"typ\":\"at+jwt\"}");
    put(wrong, "alg twice, escaped", "{\"alg\":\"ES256\",\"\\u0061lg\":\"ES256\"}");
    put(wrong, "trailing comma", "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",}");
    put(wrong, "trailing bytes", "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"ec\"}\0");
    put(wrong, "byte order mark", "\ufeff{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"ec\"}");
    wrong.put(
        "not UTF-8", "{\"alg\":\"ES256\",\"x\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1));
    return wrong;
  }

  private static Map<String, byte[]> documents(ForgeKey key) {
    String claims = claims(key);
    String inner = claims.substring(1);
    Map<String, byte[]> wrong = new LinkedHashMap<>();
    put(wrong, "empty", "");
    put(wrong, "text", "usr_1");
    put(wrong, "an array", "[" + claims + "]");
    put(wrong, "two objects", claims + claims);
    put(wrong, "trailing bracket", claims + "}");
    put(wrong, "a member twice", Damage.duplicateMember(claims, "sub", "usr_1"));
    put(wrong, "a member twice, escaped", "{\"\\u0073ub\":\"usr_2\"," + inner);
    put(wrong, "a member twice, deep", "{\"x\":[{\"a\":1,\"a\":2}]," + inner);
    put(wrong, "a member twice, composed", "{\"\u00e9\":1,\"e\u0301\":2," + inner);
    put(wrong, "nine levels", "{\"x\":[[[[[[[[]]]]]]]]," + inner);
    put(wrong, "101 members", "{" + many() + inner);
    put(wrong, "a lone surrogate", "{\"x\":\"\\ud800\"," + inner);
    put(wrong, "surrogates turned round", "{\"x\":\"\\udc00\\ud800\"," + inner);
    put(wrong, "a control character", "{\"x\":\"a\u0001\"," + inner);
    put(wrong, "an unknown escape", "{\"x\":\"\\x41\"," + inner);
    put(wrong, "a leading zero", "{\"x\":01," + inner);
    put(wrong, "no digit after the point", "{\"x\":1.," + inner);
    put(wrong, "an endless exponent", "{\"x\":1e1234," + inner);
    put(wrong, "a number of 129 digits", "{\"x\":" + "1".repeat(129) + "," + inner);
    put(wrong, "NaN", "{\"x\":NaN," + inner);
    put(wrong, "a comment", "{/**/" + inner);
    put(wrong, "single quotes", "{'x':1," + inner);
    wrong.put(
        "overlong UTF-8", bytes("{\"x\":\"", new byte[] {(byte) 0xc0, (byte) 0x80}, "\"," + inner));
    wrong.put(
        "a surrogate in UTF-8",
        bytes("{\"x\":\"", new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, "\"," + inner));
    return wrong;
  }

  private static String many() {
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      members.append("\"m").append(i).append("\":0,");
    }
    return members.toString();
  }

  private static void put(Map<String, byte[]> wrong, String name, String json) {
    wrong.put(name, json.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(String before, byte[] middle, String after) {
    String text = before + new String(middle, StandardCharsets.ISO_8859_1) + after;
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
