package signet.testkit.cases;

import java.util.ArrayList;
import java.util.List;

/** What stands in a request, and what a route asks for. */
final class RequestCases {
  private RequestCases() {}

  static List<Case> of(CaseKeys keys) {
    String token = CaseKeys.good(keys.ec()).sign();
    List<Case> cases = new ArrayList<>();
    cases.add(Case.of("a good token", keys, token).accepted());
    for (String scheme : List.of("bearer", "BEARER", "bEaReR")) {
      cases.add(Case.request("scheme " + scheme, keys, scheme + " " + token).accepted());
    }
    cases.add(Case.request("spaces around", keys, "  Bearer    " + token + "  ").accepted());
    cases.add(Case.request("no header", keys).noCredentials());
    for (String other : List.of("", "Basic dXNlcjpwYXNz", "Bearer2 x", "Bear", "DPoP2 x")) {
      cases.add(Case.request("header [" + other + "]", keys, other).noCredentials());
    }
    cases.add(Case.request("scheme alone", keys, "Bearer").refused("malformed"));
    cases.add(Case.request("scheme and spaces", keys, "Bearer   ").refused("malformed"));
    String twice = "Bearer " + token;
    cases.add(Case.request("two headers", keys, twice, twice).invalidRequest());
    cases.add(Case.request("two schemes", keys, twice, "Basic eA").invalidRequest());
    cases.add(Case.request("two words", keys, twice + " x").invalidRequest());
    cases.add(Case.request("a list", keys, twice + ", " + twice).invalidRequest());
    cases.add(Case.request("a list without space", keys, twice + ",x").invalidRequest());
    cases.add(Case.request("scheme twice", keys, "Bearer " + twice).invalidRequest());
    addRoutes(cases, keys, token);
    addGuided(cases, keys, token);
    return cases;
  }

  private static void addRoutes(List<Case> cases, CaseKeys keys, String token) {
    Case good = Case.of("", keys, token);
    cases.add(named("a scope it has", good).route("allScopes", List.of("orders:read")).accepted());
    cases.add(
        named("a scope it lacks", good)
            .route("allScopes", List.of("orders:read", "orders:delete"))
            .insufficientScope("orders:read orders:delete"));
    cases.add(
        named("part of a scope", good)
            .route("allScopes", List.of("orders"))
            .insufficientScope("orders"));
    cases.add(
        named("one scope of two", good)
            .route("anyScope", List.of("orders:delete", "orders:write"))
            .accepted());
    cases.add(
        named("none of two scopes", good)
            .route("anyScope", List.of("a", "b"))
            .insufficientScope("a b"));
    cases.add(
        named("roles it has", good).route("allRoles", List.of("clerk", "auditor")).accepted());
    cases.add(named("a role it lacks", good).route("allRoles", List.of("boss")).missingRole());
    cases.add(named("one role of two", good).route("anyRole", List.of("boss", "clerk")).accepted());
    cases.add(named("none of two roles", good).route("anyRole", List.of("a", "b")).missingRole());
    cases.add(
        named("scope before role", good)
            .route("allScopes", List.of("x"))
            .route("allRoles", List.of("boss"))
            .insufficientScope("x"));
    cases.add(named("young enough", good).route("maxAgeSeconds", 60).later(90_000).accepted());
    cases.add(
        named("too old for the route", good)
            .route("maxAgeSeconds", 60)
            .later(90_001)
            .refused("too_old"));
    cases.add(Case.request("optional, absent", keys).route("optional", true).accepted());
    cases.add(Case.of("optional, bad", keys, "x").route("optional", true).refused("malformed"));
    String spaced = CaseKeys.withClaim(keys.ec(), "scope", " a  b ").sign();
    cases.add(
        Case.of("scopes with spaces", keys, spaced)
            .route("allScopes", List.of("a", "b"))
            .accepted());
    String one = CaseKeys.withClaim(keys.ec(), "roles", "boss").sign();
    cases.add(
        Case.of("one role as a string", keys, one).route("allRoles", List.of("boss")).accepted());
    String mixed = CaseKeys.withClaim(keys.ec(), "roles", List.of("boss", 1)).sign();
    cases.add(
        Case.of("roles of other types", keys, mixed)
            .route("allRoles", List.of("boss"))
            .missingRole());
    String none = CaseKeys.withoutClaim(keys.ec(), "scope").sign();
    cases.add(
        Case.of("no scope at all", keys, none)
            .route("allScopes", List.of("a"))
            .insufficientScope("a"));
  }

  /** Of a service that says where reasons are explained. */
  private static void addGuided(List<Case> cases, CaseKeys keys, String token) {
    String twice = "Bearer " + token;
    cases.add(Case.request("no header", keys).noCredentials().guided(""));
    cases.add(
        Case.request("two headers", keys, twice, twice).invalidRequest().guided("invalid_request"));
    cases.add(Case.of("a bad token", keys, "x").refused("malformed").guided("malformed"));
    cases.add(
        Case.of("a scope it lacks", keys, token)
            .route("allScopes", List.of("a"))
            .insufficientScope("a")
            .guided("insufficient_scope"));
    cases.add(
        Case.of("a role it lacks", keys, token)
            .route("allRoles", List.of("boss"))
            .missingRole()
            .guided("insufficient_scope"));
    cases.add(
        Case.of("no keys", keys, token).keys(null).unavailable("keys_unavailable").guided(""));
  }

  private static Case named(String name, Case good) {
    return new Case("route: " + name, good.members());
  }
}
