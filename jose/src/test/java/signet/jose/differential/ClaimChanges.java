package signet.jose.differential;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import signet.jose.differential.TokenCase.Change;
import signet.testkit.forge.Damage;
import signet.testkit.json.Json;

/** Claims that are right, nearly right and wrong. */
final class ClaimChanges {
  static final String ISSUER = "https://issuer.example";
  static final String AUDIENCE = "https://api.example";
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final List<String> REQUIRED =
      List.of("iss", "sub", "aud", "exp", "iat", "jti", "client_id");

  private static final Change NONE = new Change("claims as they are", (forge, random) -> forge);
  private static final List<Change> ALL = new ArrayList<>();

  static {
    set("exp long past", "exp", random -> seconds(-31 - random.nextInt(1_000_000)));
    set("exp within skew", "exp", random -> seconds(-29 + random.nextInt(58)));
    set("exp at the skew", "exp", random -> seconds(-30));
    set("nbf past", "nbf", random -> seconds(-random.nextInt(1000)));
    set("nbf within skew", "nbf", random -> seconds(random.nextInt(30)));
    set("nbf future", "nbf", random -> seconds(31 + random.nextInt(1000)));
    set("iat within skew", "iat", random -> seconds(random.nextInt(30)));
    set("iat future", "iat", random -> seconds(31 + random.nextInt(1000)));
    set("iat long past", "iat", random -> seconds(-random.nextInt(100_000_000)));
    set("date with a fraction", oneOf("exp", "nbf"), random -> decimal(random, "0.5"));
    set("date in milliseconds", oneOf("exp"), random -> NOW.toEpochMilli() + 100_000);
    set("date as text", oneOf("exp", "nbf", "iat"), random -> "" + seconds(100));
    set("date null", oneOf("exp", "nbf", "iat"), random -> null);
    set(
        "date of another type",
        oneOf("exp", "nbf", "iat"),
        random -> pick(random, true, List.of()));
    set("date huge", oneOf("exp"), random -> new java.math.BigDecimal("1e30"));
    set("date negative", oneOf("exp", "nbf"), random -> -5);
    set("iss other", "iss", random -> pick(random, "https://other.example", "", ISSUER + "/"));
    set("iss of another type", "iss", random -> pick(random, 7, List.of(ISSUER), null));
    set("aud other", "aud", random -> pick(random, "https://other.example", "", List.of("x")));
    set("aud list", "aud", random -> List.of("https://other.example", AUDIENCE));
    set("aud empty list", "aud", random -> List.of());
    set("aud of another type", "aud", random -> pick(random, 7, Map.of("a", 1), null));
    set("aud list of mixed types", "aud", random -> List.of(AUDIENCE, 7));
    set("sub of another type", "sub", random -> pick(random, 7, true, List.of("ann")));
    set("jti of another type", "jti", random -> pick(random, 7, true, List.of("a")));
    set("sub null", "sub", random -> null);
    set("text beyond ASCII", "name", random -> text(random));
    set("further numbers", "n", random -> numbers(random));
    set("further object", "o", random -> Map.of("a", Arrays.asList(1, null, true), "b", "c"));
    change("a claim missing", (claims, random) -> claims.remove(pick(random, REQUIRED)));
    raw(
        "claims with a repeated name",
        (json, random) -> {
          String name = pick(random, "sub", "exp", "x");
          String twice = Damage.duplicateMember(json, name, good().getOrDefault(name, 1));
          return name.equals("x") ? Damage.duplicateMember(twice, name, 2) : twice;
        });
    raw("claims with white space", (json, random) -> " \n" + json.replace(",", " ,\t\r\n") + " ");
    raw("claims with escapes", (json, random) -> json.replace("\"sub\"", "\"s\\u0075b\""));
    raw("claims cut", (json, random) -> json.substring(0, random.nextInt(json.length())));
    raw(
        "claims with trailing text",
        (json, random) -> json + pick(random, "x", "{}", ",", "\u0000"));
    raw("claims no object", (json, random) -> pick(random, "[]", "7", "null", "\"a\"", ""));
    raw("claims with a trailing comma", (json, random) -> json.replaceAll("}$", ",}"));
    raw("claims in single quotes", (json, random) -> json.replace('"', '\''));
    raw("claims with a comment", (json, random) -> json + "/**/");
    raw("claims with a lone surrogate", (json, random) -> member(json, "\"x\":\"\\ud800\""));
    raw("claims with NaN", (json, random) -> member(json, "\"x\":NaN"));
    raw("claims with a leading zero", (json, random) -> member(json, "\"x\":01"));
    raw("claims with a byte order mark", (json, random) -> "\ufeff" + json);
    raw("claims with a raw control character", (json, random) -> member(json, "\"x\":\"\t\""));
    raw(
        "claims nested deep",
        (json, random) -> {
          int depth = 8 + random.nextInt(60);
          return member(json, "\"x\":" + "[".repeat(depth) + "]".repeat(depth));
        });
  }

  private ClaimChanges() {}

  static Change none() {
    return NONE;
  }

  static List<Change> all() {
    return ALL;
  }

  static Map<String, Object> good() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("sub", "ann");
    claims.put("aud", AUDIENCE);
    claims.put("exp", seconds(300));
    claims.put("iat", seconds(-60));
    claims.put("jti", "7f3c");
    claims.put("client_id", "app");
    return claims;
  }

  static long seconds(long fromNow) {
    return NOW.getEpochSecond() + fromNow;
  }

  private static Object decimal(Random random, String fraction) {
    return new java.math.BigDecimal(seconds(random.nextInt(20)))
        .add(new java.math.BigDecimal(fraction));
  }

  private static Object text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      text.appendCodePoint(pick(random, 0x41, 0xe9, 0x4e2d, 0x1f600, 0x22, 0x5c, 0x7f, 0x2028));
    }
    return text.toString();
  }

  private static Object numbers(Random random) {
    return List.of(random.nextInt(), random.nextLong(), random.nextDouble(), 0, -1, 1e-5);
  }

  private static String member(String json, String member) {
    return json.substring(0, json.length() - 1) + "," + member + "}";
  }

  private interface Value {
    Object of(Random random);
  }

  private interface Edit {
    void of(Map<String, Object> claims, Random random);
  }

  private static List<String> oneOf(String... names) {
    return List.of(names);
  }

  private static void set(String name, String claim, Value value) {
    set(name, List.of(claim), value);
  }

  private static void set(String name, List<String> claims, Value value) {
    change(name, (all, random) -> all.put(pick(random, claims), value.of(random)));
  }

  private static void change(String name, Edit edit) {
    ALL.add(
        new Change(
            name,
            (forge, random) -> {
              Map<String, Object> claims = good();
              edit.of(claims, random);
              return forge.claims(claims);
            }));
  }

  private static void raw(String name, BiFunction<String, Random, String> edit) {
    ALL.add(
        new Change(
            name, (forge, random) -> forge.claimsJson(edit.apply(Json.write(good()), random))));
  }

  @SafeVarargs
  static <T> T pick(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  static <T> T pick(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
