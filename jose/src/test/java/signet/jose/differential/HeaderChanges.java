package signet.jose.differential;

import static signet.jose.differential.ClaimChanges.pick;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import signet.jose.differential.TokenCase.Change;
import signet.testkit.forge.Damage;
import signet.testkit.forge.TokenForge;

/** Headers that are right, nearly right and wrong; each is signed as it stands. */
final class HeaderChanges {
  private static final Change NONE = new Change("header as it is", (forge, random) -> forge);
  private static final List<Change> ALL = new ArrayList<>();

  static {
    set("typ in another case", "typ", "AT+JWT", "At+Jwt");
    set("typ with application/", "typ", "application/at+jwt");
    set("typ other", "typ", "JWT", "dpop+jwt", "at+jwt ", "", "at+jwt;x=1");
    set("typ of another type", "typ", 7, true, List.of("at+jwt"));
    change("typ missing", (forge, random) -> forge.withoutHeader("typ"));
    set("kid unknown", "kid", "other", "", "../../etc/passwd", "k".repeat(500));
    set("kid of another type", "kid", 7, true, List.of("a"));
    change("kid missing", (forge, random) -> forge.withoutHeader("kid"));
    set("alg none", "alg", "none");
    set("alg none in another case", "alg", "None", "NONE");
    set("alg unknown", "alg", "XS256", "", "hs256", "rs256", "ES256K", "RS1");
    set("alg of another type", "alg", 7, true, List.of("RS256"));
    change("alg missing", (forge, random) -> forge.withoutHeader("alg"));
    change("alg of another family", (forge, random) -> forge.header("alg", other(forge, random)));
    set("cty", "cty", "JWT", "json");
    set("further members", "x", 1, "text", Map.of("a", 1), List.of(1, 2));
    change("crit unknown", (forge, random) -> forge.header("x", 1).header("crit", List.of("x")));
    set("crit malformed", "crit", List.of(), "x", 7, List.of(7), List.of("alg"), List.of("absent"));
    change(
        "b64 false", (forge, random) -> forge.header("b64", false).header("crit", List.of("b64")));
    set("b64 false without crit", "b64", false);
    set("b64 true without crit", "b64", true);
    set("jku", "jku", "https://attacker.example/jwks.json");
    set("jku no URL", "jku", "::", 7);
    set("x5u", "x5u", "https://attacker.example/chain.pem");
    set("x5c no certificate", "x5c", List.of("AAAA"), 7, "AAAA");
    set("x5t no thumbprint", "x5t", 7, "!!!");
    set("jwk no key", "jwk", Map.of("kty", "RSA"), 7, "text");
    set("enc", "enc", "A128GCM");
    set("zip", "zip", "DEF");
    raw("header with a repeated alg", json -> Damage.duplicateMember(json, "alg", "none"));
    raw(
        "header with a repeated member",
        json -> Damage.duplicateMember(Damage.duplicateMember(json, "x", 1), "x", 2));
    raw("header with escapes", json -> json.replace("\"alg\"", "\"\\u0061lg\""));
    raw("header with white space", json -> "\n " + json.replace(",", "\t,\r\n ") + " ");
    raw("header with trailing text", json -> json + "x");
    raw("header no object", json -> "[]");
    raw("header cut", json -> json.substring(0, json.length() - 3));
    raw("header with a trailing comma", json -> json.replaceAll("}$", ",}"));
    raw("header in single quotes", json -> json.replace('"', '\''));
    raw("header with a lone surrogate", json -> json.replaceAll("}$", ",\"x\":\"\\\\udc00\"}"));
    raw("header with a byte order mark", json -> "\ufeff" + json);
    raw(
        "header nested deep",
        json -> json.replaceAll("}$", ",\"x\":" + "[".repeat(40) + "]".repeat(40) + "}"));
  }

  private HeaderChanges() {}

  static Change none() {
    return NONE;
  }

  static List<Change> all() {
    return ALL;
  }

  private static String other(TokenForge forge, Random random) {
    // RFC 9864: EdDSA is the older name of Ed25519 and no other algorithm.
    String now = forge.headerJson().replace("\"EdDSA\"", "\"Ed25519\"");
    List<String> others =
        TokenForge.supported().stream().filter(alg -> !now.contains('"' + alg + '"')).toList();
    return pick(random, others);
  }

  private static void set(String name, String member, Object... values) {
    change(name, (forge, random) -> forge.header(member, pick(random, List.of(values))));
  }

  private static void change(String name, BiFunction<TokenForge, Random, TokenForge> change) {
    ALL.add(new Change(name, change));
  }

  private interface Edit {
    String of(String json);
  }

  private static void raw(String name, Edit edit) {
    change(name, (forge, random) -> forge.headerJson(edit.of(forge.headerJson())));
  }
}
