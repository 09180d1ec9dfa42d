package signet.jose.attack;

import static signet.jose.reject.RejectReason.MALFORMED;
import static signet.jose.reject.RejectReason.TOO_LARGE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.Damage;
import signet.testkit.json.Json;

/** Families {@code serial} and {@code json}: two readers that read one text differently. */
final class SerializationAttacks {
  private static final String DOTS = ".".repeat(2_000_000);

  private final Victim victim;
  private final String good;
  private final List<Attack> attacks = new ArrayList<>();

  private SerializationAttacks(Victim victim) {
    this.victim = victim;
    this.good = victim.goodToken();
  }

  static Stream<Attack> of(Victim victim) {
    SerializationAttacks all = new SerializationAttacks(victim);
    all.parts();
    all.dotFlood();
    all.jsonForms();
    all.laxBase64();
    all.duplicateMembers();
    all.laxJson();
    all.deepAndHuge();
    all.notObjects();
    all.oversized();
    return all.attacks.stream();
  }

  private void parts() {
    String header = Damage.part(good, 0);
    String payload = Damage.part(good, 1);
    String signature = Damage.part(good, 2);
    add("E01", "nothing", "", MALFORMED);
    add("E01", "one part", header, MALFORMED);
    add("E01", "two parts", header + "." + payload, MALFORMED);
    add("E01", "four parts", good + "." + signature, MALFORMED);
    add("E01", "six parts", good + ".AA.AA.AA", MALFORMED);
    add("E01", "leading dot", "." + good, MALFORMED);
    add("E01", "trailing dot", good + ".", MALFORMED);
    add("E01", "dots alone", "..", MALFORMED);
    add("E01", "empty header", "." + payload + "." + signature, MALFORMED);
    add("E01", "parts swapped", payload + "." + header + "." + signature, MALFORMED);
    add("E01", "two tokens", good + good, MALFORMED);
    add("E01", "two tokens with a comma", good + "," + good, MALFORMED);
    add("E01", "scheme left before it", "Bearer " + good, MALFORMED);
    add("E01", "in quotes", "\"" + good + "\"", MALFORMED);
  }

  private void dotFlood() {
    add("E02", "two million dots", DOTS, TOO_LARGE);
    add("E02", "dots up to the limit", ".".repeat(8192), MALFORMED);
    add("E02", "dots after a token", good + ".".repeat(1000), MALFORMED);
  }

  private void jsonForms() {
    String flattened =
        Json.write(
            Map.of(
                "payload", Damage.part(good, 1),
                "protected", Damage.part(good, 0),
                "signature", Damage.part(good, 2)));
    add("E03", "flattened JSON", flattened, MALFORMED);
    String[] parts = good.split("\\.", -1);
    String polyglot =
        "{\"a\":\"" + parts[0] + "." + parts[1] + "." + parts[2] + "\",\"payload\":\"e30\"}";
    add("E03", "JSON around a compact token", polyglot, MALFORMED);
    String forged = Damage.part(Damage.withClaim(good, "sub", "root"), 1);
    String twoFaces =
        "{\" "
            + parts[0]
            + "."
            + forged
            + "."
            + parts[2]
            + "\":\"\",\"protected\":\""
            + parts[0]
            + "\",\"payload\":\""
            + parts[1]
            + "\",\"signature\":\""
            + parts[2]
            + "\"}";
    add("E03", "compact to one reader, JSON to another", twoFaces, MALFORMED);

    Map<String, Object> one = new LinkedHashMap<>();
    one.put("protected", parts[0]);
    one.put("signature", parts[2]);
    Map<String, Object> bad = new LinkedHashMap<>(one);
    bad.put("signature", "AAAA");
    Map<String, Object> both = new LinkedHashMap<>(one);
    both.put("header", Map.of("kid", victim.key.kid()));
    general("no signatures", parts[1], List.of());
    general("one right and one wrong", parts[1], List.of(one, bad));
    general("one member in both headers", parts[1], List.of(both));
    general("one right", parts[1], List.of(one));
  }

  private void general(String name, String payload, List<?> signatures) {
    String json = Json.write(Map.of("payload", payload, "signatures", signatures));
    add("E09", "general JSON, " + name, json, MALFORMED);
  }

  private void laxBase64() {
    for (int part = 0; part < 3; part++) {
      String name = List.of("header", "payload", "signature").get(part);
      int index = part;
      Damage.laxBase64(good, index)
          .forEach(
              (way, token) -> {
                String id = index == 2 && way.equals("stray bits") ? "E05" : "E04";
                add(id, name + ", " + way, token, MALFORMED);
                if (index < 2) {
                  // Signed over the text as sent, so only the decoder can refuse it.
                  byte[] input =
                      token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.UTF_8);
                  String signed = Damage.withBytes(token, 2, victim.key.sign(input));
                  add(id, name + ", " + way + ", rightly signed", signed, MALFORMED);
                }
              });
    }
    // A signature whose length leaves no unused bits can still be written in a second way.
    add("E05", "signature with padding", good + "==", MALFORMED);
    add("E05", "signature with a newline", good + "\n", MALFORMED);
    add("E05", "signature with a space", good + " ", MALFORMED);
  }

  private void duplicateMembers() {
    String header = Json.write(Damage.json(good, 0));
    for (String name : List.of("alg", "typ", "kid")) {
      Object value = Damage.json(good, 0).at(name).value();
      header("E06", "two " + name, Damage.duplicateMember(header, name, value));
    }
    header("E06", "alg and none", Damage.duplicateMember(header, "alg", "none"));
    header(
        "E06",
        "two unknown members",
        Damage.duplicateMember(Damage.duplicateMember(header, "x", 1), "x", 2));
    header("E06", "alg and \\u0061lg", escapedTwin(header, "\\u0061lg"));
    header("E06", "kid and k\\u0069d", escapedTwin(header, "k\\u0069d"));

    String claims = Json.write(Victim.claims());
    for (String name : List.of("sub", "exp", "aud", "jti")) {
      claims("E06", "two " + name, Damage.duplicateMember(claims, name, Victim.claims().get(name)));
    }
    claims("E06", "sub and \\u0073ub", escapedTwin(claims, "\\u0073ub"));
    claims("E06", "exp and e\\u0078p", escapedTwin(claims, "e\\u0078p"));
    claims(
        "E06",
        "two unknown members",
        Damage.duplicateMember(Damage.duplicateMember(claims, "x", 1), "x", 2));
    String nested = Damage.duplicateMember(claims, "cnf", Map.of("jkt", "a"));
    claims(
        "E06",
        "two members one level down",
        nested.replace("{\"jkt\":\"a\"}", "{\"jkt\":\"a\",\"jkt\":\"b\"}"));
    claims(
        "E06",
        "letters beyond ASCII, escaped twin",
        claims.substring(0, claims.length() - 1) + ",\"é\":1,\"\\u00e9\":2}");

    String composed = claims.substring(0, claims.length() - 1) + ",\"\u00e9\":1";
    claims("E06", "one name in two normalization forms", composed + ",\"e\u0301\":2}");
    String set = "{\"keys\":[" + victim.key.jwk() + "],\"keys\":[]}";
    attacks.add(Attack.jwkSet("E06", "two keys members in a set", set));
    attacks.add(
        Attack.jwk(
            "E06", "two kty in a key", Damage.duplicateMember(victim.key.jwk(), "kty", "oct")));
  }

  private static String escapedTwin(String json, String escapedName) {
    return json.substring(0, json.length() - 1) + ",\"" + escapedName + "\":\"none\"}";
  }

  private void laxJson() {
    Map<String, String> ways = new LinkedHashMap<>();
    String claims = Json.write(Victim.claims());
    String open = claims.substring(0, claims.length() - 1);
    ways.put("line comment", "// c\n" + claims);
    ways.put("block comment", open + "/* c */}");
    ways.put("hash comment", "# c\n" + claims);
    ways.put("single quotes", claims.replace('"', '\''));
    ways.put("name without quotes", open + ",x:1}");
    ways.put("trailing comma", open + ",}");
    ways.put("leading comma", "{," + claims.substring(1));
    ways.put("two commas", open + ",,\"x\":1}");
    ways.put("semicolon", open + ";\"x\":1}");
    ways.put("NaN", open + ",\"x\":NaN}");
    ways.put("Infinity", open + ",\"x\":-Infinity}");
    ways.put("hexadecimal number", open + ",\"x\":0x10}");
    ways.put("leading zero", open + ",\"x\":01}");
    ways.put("plus sign", open + ",\"x\":+1}");
    ways.put("bare fraction", open + ",\"x\":.5}");
    ways.put("dot without digits", open + ",\"x\":1.}");
    ways.put("True", open + ",\"x\":True}");
    ways.put("byte order mark", "\ufeff" + claims);
    ways.put("trailing text", claims + "x");
    ways.put("trailing NUL", claims + "\u0000");
    ways.put("second object", claims + "{}");
    ways.put("no-break space", claims + "\u00a0");
    ways.put("form feed", "\f" + claims);
    ways.put("unclosed", open);
    ways.put("raw newline in a string", open + ",\"x\":\"a\nb\"}");
    ways.put("unknown escape", open + ",\"x\":\"\\x41\"}");
    ways.put("short escape", open + ",\"x\":\"\\u41\"}");
    ways.put("lone high surrogate", open + ",\"x\":\"\\ud800\"}");
    ways.put("lone low surrogate", open + ",\"x\":\"\\udc00\"}");
    ways.put("surrogates swapped", open + ",\"x\":\"\\udc00\\ud800\"}");
    ways.put("lone surrogate in a name", open + ",\"\\ud800\":1}");
    ways.forEach((name, json) -> claims("E07", name, json));
    ways.forEach(
        (name, json) -> {
          String header = Json.write(Damage.json(good, 0));
          String lax = json.replace(open, header.substring(0, header.length() - 1));
          if (!lax.equals(json)) {
            header("E07", name, lax);
          }
        });

    byte[] utf8 = (open + ",\"x\":\"??\"}").getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> bad = new LinkedHashMap<>();
    bad.put("overlong UTF-8", twoBytes(utf8, 0xc0, 0xaf));
    bad.put("lone continuation byte", twoBytes(utf8, 'a', 0x80));
    bad.put("cut UTF-8", twoBytes(utf8, 'a', 0xc3));
    bad.put("byte 0xff", twoBytes(utf8, 0xff, 'a'));
    bad.put("UTF-16", claims.getBytes(StandardCharsets.UTF_16));
    bad.put("UTF-16LE", claims.getBytes(StandardCharsets.UTF_16LE));
    bad.put("a surrogate in UTF-8", threeBytes(utf8));
    bad.forEach(
        (name, bytes) ->
            add("E07", "claims, " + name, victim.forge().payload(bytes).sign(), MALFORMED));
  }

  private static byte[] twoBytes(byte[] json, int first, int second) {
    byte[] changed = json.clone();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] == '?') {
        changed[i] = (byte) first;
        changed[i + 1] = (byte) second;
        break;
      }
    }
    return changed;
  }

  private static byte[] threeBytes(byte[] json) {
    String text = new String(json, StandardCharsets.ISO_8859_1);
    return text.replace("??", "\u00ed\u00a0\u0080").getBytes(StandardCharsets.ISO_8859_1);
  }

  private void deepAndHuge() {
    String claims = Json.write(Victim.claims());
    String open = claims.substring(0, claims.length() - 1);
    String header = Json.write(Damage.json(good, 0));
    String openHeader = header.substring(0, header.length() - 1);
    for (int depth : List.of(9, 500, 100_000)) {
      String arrays = ",\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
      String objects = ",\"x\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + "}";
      String inClaims = victim.forge().claimsJson(open + arrays).sign();
      add("E08", depth + " arrays in the claims", inClaims, MALFORMED);
      String inHeader = victim.forge().headerJson(openHeader + arrays).sign();
      add("E08", depth + " arrays in the header", inHeader, MALFORMED);
      String inObjects = victim.forge().claimsJson(open + objects).sign();
      add("E08", depth + " objects in the claims", inObjects, MALFORMED);
      String unclosed = victim.forge().claimsJson("[".repeat(depth)).sign();
      add("E08", depth + " open arrays for claims", unclosed, MALFORMED);
      String jwk = "{\"kty\":\"oct\",\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
      attacks.add(Attack.jwk("E08", depth + " arrays in a JWK", jwk));
      String set = "{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"keys\":[]}";
      attacks.add(Attack.jwkSet("E08", depth + " arrays in a JWK Set", set));
    }
    StringBuilder members = new StringBuilder(open);
    for (int i = 0; i < 600; i++) {
      members.append(",\"m").append(i).append("\":0");
    }
    String crowded = victim.forge().claimsJson(members + "}").sign();
    add("E08", "600 claims", crowded, MALFORMED);
    String keys = "{\"keys\":[" + "{},".repeat(200_000) + "{}]}";
    attacks.add(Attack.jwkSet("E08", "200,001 keys in a set", keys));
    String longText = open + ",\"x\":\"" + "a".repeat(300_000) + "\"}";
    add("E08", "a string of 300 kilobytes", victim.forge().claimsJson(longText).sign(), TOO_LARGE);
  }

  private void notObjects() {
    for (String json : List.of("[]", "\"text\"", "7", "null", "true", "[{}]", "", " ")) {
      header("E10", "header " + json, json);
      claims("E10", "claims " + json, json);
    }
    claims("E10", "claims in an array", "[" + Json.write(Victim.claims()) + "]");
  }

  private void oversized() {
    String letters = "A".repeat(300_000);
    add("E11", "300 kilobytes of signature", Damage.withPart(good, 2, letters), TOO_LARGE);
    add("E11", "300 kilobytes of header", Damage.withPart(good, 0, letters), TOO_LARGE);
    add("E11", "300 kilobytes of payload", Damage.withPart(good, 1, letters), TOO_LARGE);
    add("E11", "300 kilobytes without a dot", letters, TOO_LARGE);
    String kid = victim.forge().header("kid", "k".repeat(300_000)).sign();
    add("E11", "kid of 300 kilobytes", kid, TOO_LARGE);
    String over = good + "A".repeat(8193 - good.length());
    add("E11", "one letter above the limit", over, TOO_LARGE);
  }

  private void header(String id, String name, String json) {
    add(id, "header, " + name, victim.forge().headerJson(json).sign(), MALFORMED);
  }

  private void claims(String id, String name, String json) {
    add(id, "claims, " + name, victim.forge().claimsJson(json).sign(), MALFORMED);
  }

  private void add(String id, String name, String token, RejectReason reason) {
    attacks.add(Attack.token(id, name, victim.wide, token, reason));
  }
}
