package signet.testkit.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;
import signet.testkit.json.Json;

/** What claims say. */
final class ClaimCases {
  private ClaimCases() {}

  static List<Case> of(CaseKeys keys) {
    List<Case> cases = new ArrayList<>();
    addTypes(cases, keys);
    addRequired(cases, keys);
    addParties(cases, keys);
    addTimes(cases, keys);
    addOrder(cases, keys);
    return cases;
  }

  private static void addTypes(List<Case> cases, CaseKeys keys) {
    for (String name : List.of("iss", "sub", "jti", "client_id", "scope", "sid")) {
      for (Object wrong : Arrays.asList(1, null, List.of("x"))) {
        cases.add(claim(name, keys, wrong).refused("bad_claim"));
      }
    }
    List<@Nullable Object> noDates =
        Arrays.asList("1800000900", null, true, -1, 253_402_300_800L, List.of(1_800_000_900));
    for (String name : List.of("exp", "nbf", "iat")) {
      for (Object wrong : noDates) {
        cases.add(claim(name, keys, wrong).refused("bad_claim"));
      }
      for (String raw : List.of("1800000000.0", "18e8", "1800000000000", "1" + "0".repeat(30))) {
        String token = raw(keys.ec(), name, raw);
        cases.add(Case.of(name + " as " + raw, keys, token).refused("bad_claim"));
      }
    }
    for (Object wrong :
        Arrays.asList(1, null, List.of(), List.of(Case.AUDIENCE, 1), Map.of("x", 1))) {
      cases.add(claim("aud", keys, wrong).refused("bad_claim"));
    }
    cases.add(claim("roles", keys, 1).accepted());
    cases.add(claim("authz_ver", keys, "3").accepted());
  }

  private static void addRequired(List<Case> cases, CaseKeys keys) {
    for (String name : List.of("exp", "iss", "aud", "sub", "client_id", "iat", "jti")) {
      String token = CaseKeys.withoutClaim(keys.ec(), name).sign();
      cases.add(Case.of("no " + name, keys, token).refused("missing_claim"));
    }
    for (String name : List.of("sid", "scope", "roles", "authz_ver")) {
      String token = CaseKeys.withoutClaim(keys.ec(), name).sign();
      cases.add(Case.of("no " + name, keys, token).accepted());
    }
    String token = CaseKeys.withoutClaim(keys.ec(), "sid").sign();
    cases.add(
        Case.of("no sid where it is required", keys, token)
            .policy("requireClaims", List.of("sid"))
            .refused("missing_claim"));
  }

  private static void addParties(List<Case> cases, CaseKeys keys) {
    for (String issuer :
        List.of(
            "https://id.example/",
            "https://ID.example",
            "https://id.example.evil.example",
            "",
            "https://id.exampl\u0435")) {
      cases.add(claim("iss", keys, issuer).refused("wrong_issuer"));
    }
    cases.add(claim("aud", keys, List.of("x", Case.AUDIENCE)).accepted());
    for (Object audience :
        List.of("", "x", Case.AUDIENCE + "/", List.of("x", "y"), "x " + Case.AUDIENCE)) {
      cases.add(claim("aud", keys, audience).refused("wrong_audience"));
    }
  }

  private static void addTimes(List<Case> cases, CaseKeys keys) {
    Case good = Case.of("", keys, CaseKeys.good(keys.ec()).sign());
    cases.add(named("last moment", good).later(929_999).accepted());
    cases.add(named("expires now, skew counted", good).later(930_000).refused("expired"));
    cases.add(
        named("expires now, no skew", good)
            .policy("clockSkewSeconds", 0)
            .later(900_000)
            .refused("expired"));
    cases.add(named("issued 30 s ahead", good).later(-30_000).accepted());
    cases.add(named("issued further ahead", good).later(-30_001).refused("issued_in_future"));
    cases.add(named("exp zero", claim("exp", keys, 0)).refused("expired"));
    cases.add(Case.of("exp -0", keys, raw(keys.ec(), "exp", "-0")).refused("expired"));
    cases.add(named("the year 9999", claim("exp", keys, 253_402_300_799L)).accepted());
    cases.add(named("nbf within the skew", claim("nbf", keys, Case.NOW + 30)).accepted());
    cases.add(named("nbf ahead", claim("nbf", keys, Case.NOW + 31)).refused("not_yet_valid"));
    Case aged = good.policy("maxAgeSeconds", 60);
    cases.add(named("as old as may be", aged).later(90_000).accepted());
    cases.add(named("too old", aged).later(90_001).refused("too_old"));
    cases.add(named("as long as may be", good).policy("maxLifetimeSeconds", 900).accepted());
    cases.add(
        named("lives too long", good)
            .policy("maxLifetimeSeconds", 899)
            .refused("lifetime_too_long"));
  }

  /** What fails several checks has the first as its reason. */
  private static void addOrder(List<Case> cases, CaseKeys keys) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(CaseKeys.claims());
    all.put("exp", 1);
    all.put("aud", "x");
    all.put("iss", "x");
    all.remove("jti");
    all.put("sid", 1);
    List<Map.Entry<String, String>> order =
        List.of(
            Map.entry("sid", "bad_claim"),
            Map.entry("jti", "missing_claim"),
            Map.entry("iss", "wrong_issuer"),
            Map.entry("aud", "wrong_audience"),
            Map.entry("exp", "expired"));
    for (Map.Entry<String, String> step : order) {
      String token = CaseKeys.good(keys.ec()).claims(all).sign();
      cases.add(
          Case.of("first of several: " + step.getValue(), keys, token).refused(step.getValue()));
      // Mended one by one.
      all.put(step.getKey(), CaseKeys.claims().get(step.getKey()));
    }
    String damaged = Damage.stripSignature(CaseKeys.withClaim(keys.ec(), "exp", 1).sign());
    cases.add(Case.of("signature before claims", keys, damaged).refused("bad_signature"));
  }

  private static Case claim(String name, CaseKeys keys, @Nullable Object value) {
    return Case.of(
        name + " = " + value + type(value),
        keys,
        CaseKeys.withClaim(keys.ec(), name, value).sign());
  }

  private static String type(@Nullable Object value) {
    return value instanceof String ? " as text" : "";
  }

  /** A claim whose value is written as it stands. */
  private static String raw(ForgeKey key, String name, String value) {
    String mark = "\"RAW\"";
    String json = Json.write(marked(name));
    return CaseKeys.good(key).claimsJson(json.replace(mark, value)).sign();
  }

  private static Map<String, @Nullable Object> marked(String name) {
    Map<String, @Nullable Object> claims = CaseKeys.claims();
    claims.put(name, "RAW");
    return claims;
  }

  private static Case named(String name, Case some) {
    return new Case("time: " + name, some.members());
  }
}
