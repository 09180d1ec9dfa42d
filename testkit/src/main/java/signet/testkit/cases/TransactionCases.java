package signet.testkit.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** What a service behind a gateway makes of the header {@code Txn-Token}. */
final class TransactionCases {
  private static final String TYPE = "txntoken+jwt";

  private final CaseKeys keys;
  private final List<Case> cases = new ArrayList<>();

  private TransactionCases(CaseKeys keys) {
    this.keys = keys;
  }

  static List<Case> of(CaseKeys keys) {
    TransactionCases all = new TransactionCases(keys);
    all.addHeaders();
    all.addKinds();
    all.addClaims();
    all.addTimes();
    all.addRoutes();
    return all.cases;
  }

  private static Map<String, @Nullable Object> claims() {
    Map<String, @Nullable Object> claims = new LinkedHashMap<>();
    claims.put("iat", Case.NOW);
    claims.put("exp", Case.NOW + 60);
    claims.put("aud", Case.TRUST_DOMAIN);
    claims.put("txn", "txn-1");
    claims.put("sub", "usr_1");
    claims.put("scope", "orders:read");
    claims.put("req_wl", "gateway.prod.example");
    claims.put("tctx", Map.of("roles", List.of("clerk")));
    claims.put("rctx", Map.of("req_ip", "192.0.2.1"));
    return claims;
  }

  private static TokenForge good(ForgeKey key) {
    return TokenForge.with(key).header("typ", TYPE).claims(claims());
  }

  private String good() {
    return good(keys.ec()).sign();
  }

  private Case request(String name, String... values) {
    return Case.transaction("transaction: " + name, keys, values);
  }

  private Case with(String name, String claim, @Nullable Object value) {
    Map<String, @Nullable Object> claims = claims();
    claims.put(claim, value);
    return request(name, good(keys.ec()).claims(claims).sign());
  }

  private void addHeaders() {
    String token = good();
    cases.add(request("good", token).accepted());
    cases.add(request("Ed25519", good(keys.edwards()).sign()).accepted());
    cases.add(request("no header").noCredentials());
    cases.add(request("spaces around", "  " + token + " ").accepted());
    cases.add(request("an empty header", "").refused("malformed"));
    cases.add(request("two headers", token, token).invalidRequest());
    cases.add(request("two headers, one empty", "", token).invalidRequest());
    cases.add(request("a list", token + "," + token).invalidRequest());
    cases.add(request("a list with spaces", token + ", " + token).invalidRequest());
    cases.add(request("a scheme before it", "Bearer " + token).invalidRequest());
    cases.add(request("no keys", token).keys(null).unavailable("keys_unavailable"));
    cases.add(request("a stranger's key", good(keys.stranger()).sign()).refused("unknown_kid"));
    cases.add(
        request("signed by a stranger", good(keys.ec()).signedBy(keys.stranger()))
            .refused("bad_signature"));
  }

  private void addKinds() {
    String access = CaseKeys.good(keys.ec()).sign();
    cases.add(request("an access token", access).refused("wrong_type"));
    Map<String, @Nullable Object> both = CaseKeys.claims();
    both.putAll(claims());
    both.put("exp", Case.NOW + 60);
    String dressed = CaseKeys.good(keys.ec()).claims(both).sign();
    cases.add(request("an access token with its claims", dressed).refused("wrong_type"));
    cases.add(
        request("an access token of its type", CaseKeys.good(keys.ec()).header("typ", TYPE).sign())
            .refused("missing_claim"));
    cases.add(Case.of("transaction: as an access token", keys, good()).refused("wrong_type"));
    both.put("aud", Case.AUDIENCE);
    both.put("iss", Case.ISSUER);
    String whole = good(keys.ec()).claims(both).sign();
    cases.add(
        Case.of("transaction: as an access token, with all claims", keys, whole)
            .refused("wrong_type"));
    for (String type : List.of("TXNTOKEN+JWT", "application/txntoken+jwt")) {
      cases.add(request("typ " + type, good(keys.ec()).header("typ", type).sign()).accepted());
    }
    for (String type : List.of("JWT", "txn_token", "txntoken+jwt ", "text/txntoken+jwt")) {
      cases.add(
          request("typ [" + type + "]", good(keys.ec()).header("typ", type).sign())
              .refused("wrong_type"));
    }
    String untyped = good(keys.ec()).withoutHeader("typ").sign();
    cases.add(request("no typ", untyped).refused("wrong_type"));
    cases.add(request("RS256", good(keys.rsa()).sign()).refused("alg_not_allowed"));
    cases.add(
        request("alg none", good(keys.ec()).header("alg", "none").unsigned()).refused("alg_none"));
  }

  private void addClaims() {
    for (String name : List.of("iat", "exp", "aud", "txn", "sub", "scope", "req_wl")) {
      Map<String, @Nullable Object> claims = claims();
      claims.remove(name);
      cases.add(
          request("without " + name, good(keys.ec()).claims(claims).sign())
              .refused("missing_claim"));
      cases.add(with(name + " a list of lists", name, List.of(List.of())).refused("bad_claim"));
    }
    for (String name : List.of("tctx", "rctx")) {
      Map<String, @Nullable Object> claims = claims();
      claims.remove(name);
      cases.add(request("without " + name, good(keys.ec()).claims(claims).sign()).accepted());
      cases.add(with(name + " a text", name, "x").refused("bad_claim"));
      cases.add(with(name + " a list", name, List.of()).refused("bad_claim"));
      cases.add(with(name + " null", name, null).refused("bad_claim"));
      cases.add(with(name + " empty", name, Map.of()).accepted());
    }
    cases.add(with("another trust domain", "aud", "test.example").refused("wrong_audience"));
    cases.add(with("aud a service", "aud", Case.AUDIENCE).refused("wrong_audience"));
    cases.add(with("no scope in it", "scope", "").accepted());
    cases.add(with("any issuer", "iss", "https://gateway.example").accepted());
    cases.add(with("iss a number", "iss", 1).refused("bad_claim"));
  }

  private void addTimes() {
    cases.add(request("at exp and the skew", good()).later(90_000).refused("expired"));
    cases.add(request("just before", good()).later(89_999).accepted());
    cases.add(with("61 seconds long", "exp", Case.NOW + 61).refused("lifetime_too_long"));
    cases.add(with("issued ahead", "iat", Case.NOW + 31).refused("issued_in_future"));
    cases.add(with("not yet", "nbf", Case.NOW + 31).refused("not_yet_valid"));
  }

  private void addRoutes() {
    String token = good();
    cases.add(request("optional, absent").route("optional", true).accepted());
    cases.add(request("optional, bad", "x").route("optional", true).refused("malformed"));
    cases.add(request("bad", "x").refused("malformed").guided("malformed"));
    cases.add(
        request("a scope it has", token).route("allScopes", List.of("orders:read")).accepted());
    cases.add(
        request("a scope it lacks", token)
            .route("allScopes", List.of("orders:write"))
            .insufficientScope("orders:write"));
    cases.add(request("a role within tctx", token).route("allRoles", List.of("clerk")).accepted());
    cases.add(request("a role it lacks", token).route("anyRole", List.of("boss")).missingRole());
    cases.add(
        with("roles outside tctx count for nothing", "roles", List.of("boss"))
            .route("allRoles", List.of("boss"))
            .missingRole());
    cases.add(
        with("roles of other types", "tctx", Map.of("roles", List.of("clerk", 1)))
            .route("allRoles", List.of("clerk"))
            .missingRole());
  }
}
