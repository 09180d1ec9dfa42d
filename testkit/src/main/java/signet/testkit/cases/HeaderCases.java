package signet.testkit.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import signet.testkit.forge.Damage;
import signet.testkit.forge.TokenForge;

/** {@code crit}, {@code alg} and {@code typ}. */
final class HeaderCases {
  private HeaderCases() {}

  static List<Case> of(CaseKeys keys) {
    TokenForge good = CaseKeys.good(keys.ec());
    List<Case> cases = new ArrayList<>();
    for (Object crit : List.of(List.of("exp"), List.of(), "exp", List.of("b64"))) {
      String token = good.header("crit", crit).sign();
      cases.add(
          Case.of("crit " + crit.getClass().getSimpleName() + crit, keys, token)
              .refused("critical_header"));
    }
    cases.add(
        Case.of("crit null", keys, good.header("crit", null).sign()).refused("critical_header"));
    cases.add(
        Case.of("b64 false", keys, good.header("b64", false).sign()).refused("critical_header"));
    cases.add(
        Case.of("b64 text", keys, good.header("b64", "true").sign()).refused("critical_header"));
    cases.add(Case.of("b64 true", keys, good.header("b64", true).sign()).accepted());
    String signed = good.sign();
    for (String none : List.of("none", "None", "NONE", "nOnE", " none", "none\t", "\0none")) {
      String token = Damage.algNone(signed, none);
      cases.add(Case.of("alg " + none.replace("\0", "NUL"), keys, token).refused("alg_none"));
    }
    cases.add(Case.of("none, signed", keys, Damage.swapAlg(signed, "none")).refused("alg_none"));
    for (String other :
        List.of("HS256", "ES384", "es256", "ES256 ", "RS1", "EdDSA448", "", "nonee", "ML-DSA-44")) {
      String token = Damage.swapAlg(signed, other);
      cases.add(Case.of("alg [" + other + "]", keys, token).refused("alg_not_allowed"));
    }
    keys.rsa()
        .publicForms()
        .forEach(
            (form, text) ->
                cases.add(
                    Case.of(
                            "confusion of RS256 and HS256: " + form,
                            keys,
                            Damage.confuse(CaseKeys.good(keys.rsa()).sign(), text))
                        .refused("alg_not_allowed")));
    for (String type : List.of("AT+JWT", "application/at+jwt", "Application/At+Jwt")) {
      cases.add(Case.of("typ " + type, keys, good.header("typ", type).sign()).accepted());
    }
    for (String type :
        List.of(
            "JWT",
            "",
            "at+jwt ",
            " at+jwt",
            "at+jwt;v=1",
            "text/at+jwt",
            "x/at+jwt",
            "txntoken+jwt")) {
      cases.add(
          Case.of("typ [" + type + "]", keys, good.header("typ", type).sign())
              .refused("wrong_type"));
    }
    cases.add(Case.of("no typ", keys, good.withoutHeader("typ").sign()).refused("wrong_type"));
    addOrder(cases, keys, good);
    return cases;
  }

  /** What fails several checks has the first as its reason; and what points to keys is not read. */
  private static void addOrder(List<Case> cases, CaseKeys keys, TokenForge good) {
    TokenForge all = good.header("crit", List.of("x")).header("typ", "JWT").header("alg", "none");
    cases.add(Case.of("crit before alg", keys, all.unsigned()).refused("critical_header"));
    cases.add(
        Case.of("alg before typ", keys, good.header("alg", "none").header("typ", "JWT").unsigned())
            .refused("alg_none"));
    cases.add(
        Case.of("typ before keys", keys, good.header("typ", "JWT").sign())
            .keys(null)
            .refused("wrong_type"));
    cases.add(Case.of("no keys", keys, good.sign()).keys(null).unavailable("keys_unavailable"));
    TokenForge stranger = CaseKeys.good(keys.stranger().withKid("ec"));
    String embedded = stranger.header("jwk", keys.stranger().jwkMembers()).sign();
    cases.add(Case.of("a key in the header", keys, embedded).refused("bad_signature"));
    for (Map.Entry<String, Object> pointer :
        Map.<String, Object>of(
                "jku",
                "https://evil.example/jwks",
                "x5u",
                "https://evil.example/x",
                "x5c",
                List.of("AA=="))
            .entrySet()) {
      String name = pointer.getKey();
      String foreign = stranger.header(name, pointer.getValue()).sign();
      cases.add(Case.of(name + " of a stranger", keys, foreign).refused("bad_signature"));
      cases.add(
          Case.of(name + " of no effect", keys, good.header(name, pointer.getValue()).sign())
              .accepted());
    }
  }
}
