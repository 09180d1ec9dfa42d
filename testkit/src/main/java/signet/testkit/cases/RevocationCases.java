package signet.testkit.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import signet.testkit.forge.ForgeKey;

/** What a feed has told, and how long ago. */
final class RevocationCases {
  private static final long FRESH = 0;
  private static final long STALE = 31_000;
  private static final long STARTING = -3_600_000;
  private static final long END = Case.NOW + 3600;

  private RevocationCases() {}

  static List<Case> of(CaseKeys keys) {
    List<Case> cases = new ArrayList<>();
    String token = CaseKeys.good(keys.ec()).sign();
    Case good = Case.of("", keys, token);
    cases.add(named("nothing revoked", good).revocations(FRESH, List.of()).accepted());
    for (String kind : List.of("jti", "sid")) {
      cases.add(
          named(kind, good)
              .revocations(FRESH, List.of(Map.of(kind, kind + "-1", "exp", END)))
              .refused("revoked"));
      cases.add(
          named("another " + kind, good)
              .revocations(FRESH, List.of(Map.of(kind, kind + "-2", "exp", END)))
              .accepted());
    }
    cases.add(
        named("a jti that is another's sid", good)
            .revocations(FRESH, List.of(Map.of("sid", "jti-1", "exp", END)))
            .accepted());
    for (int version = 2; version <= 4; version++) {
      Case one =
          named("below version " + version, good).revocations(FRESH, List.of(subject(version)));
      cases.add(version > 3 ? one.refused("revoked") : one.accepted());
    }
    for (Object version : List.of("9", 9.5)) {
      String odd = CaseKeys.withClaim(keys.ec(), "authz_ver", version).sign();
      cases.add(
          Case.of("revocation: version " + version, keys, odd)
              .revocations(FRESH, List.of(subject(1)))
              .refused("revoked"));
    }
    String old = CaseKeys.withoutClaim(keys.ec(), "authz_ver").sign();
    cases.add(
        Case.of("revocation: no version", keys, old)
            .revocations(FRESH, List.of(subject(1)))
            .refused("revoked"));
    addKeys(cases, keys, good);
    addStale(cases, keys, good);
    return cases;
  }

  private static void addKeys(List<Case> cases, CaseKeys keys, Case good) {
    String thumbprint = Thumbprint.of(keys.ec());
    cases.add(
        named("a key", good)
            .revocations(FRESH, List.of(Map.of("key", thumbprint)))
            .refused("revoked"));
    cases.add(
        named("another key", good)
            .revocations(FRESH, List.of(Map.of("key", Thumbprint.of(keys.rsa()))))
            .accepted());
    ForgeKey renamed = keys.ec().withKid("renamed");
    cases.add(
        Case.of("revocation: a key under another kid", keys, CaseKeys.good(renamed).sign())
            .keys(ForgeKey.jwks(renamed))
            .revocations(FRESH, List.of(Map.of("key", thumbprint)))
            .refused("revoked"));
    ForgeKey secret = ForgeKey.generate("HS256").withKid("secret-1");
    cases.add(
        Case.of("revocation: a secret by its kid", keys, CaseKeys.good(secret).sign())
            .policy("algorithms", List.of("HS256"))
            .ownKeys(secret)
            .revocations(FRESH, List.of(Map.of("key", "secret-1")))
            .refused("revoked"));
  }

  private static void addStale(List<Case> cases, CaseKeys keys, Case good) {
    List<Map<String, Object>> mine = List.of(Map.of("sid", "sid-1", "exp", END));
    cases.add(named("stale, short life", good).revocations(STALE, List.of()).accepted());
    cases.add(named("stale, known", good).revocations(STALE, mine).refused("revoked"));
    String longer = CaseKeys.withClaim(keys.ec(), "exp", Case.NOW + 901).sign();
    cases.add(
        Case.of("revocation: stale, long life", keys, longer)
            .revocations(STALE, List.of())
            .unavailable("revocations_unavailable"));
    String admin = CaseKeys.withClaim(keys.ec(), "scope", "signet:admin").sign();
    cases.add(
        Case.of("revocation: stale, administrator", keys, admin)
            .revocations(STALE, List.of())
            .unavailable("revocations_unavailable"));
    cases.add(
        named("stale, refused by policy", good)
            .policy("whenStale", "refuse")
            .revocations(STALE, List.of())
            .unavailable("revocations_unavailable"));
    cases.add(
        named("starting", good)
            .revocations(STARTING, List.of())
            .unavailable("revocations_unavailable"));
    cases.add(named("starting, known", good).revocations(STARTING, mine).refused("revoked"));
    cases.add(
        named("expired before revoked", good)
            .later(930_000)
            .revocations(FRESH, mine)
            .refused("expired"));
    cases.add(
        named("revoked before scope", good)
            .route("allScopes", List.of("x"))
            .revocations(FRESH, mine)
            .refused("revoked"));
    cases.add(
        named("a route that wants it fresh", good)
            .route("freshRevocations", true)
            .revocations(STALE, List.of())
            .unavailable("revocations_unavailable"));
  }

  private static Map<String, Object> subject(int version) {
    return Map.of("sub", "usr_1", "min_ver", version, "exp", END);
  }

  private static Case named(String name, Case some) {
    return new Case("revocation: " + name, some.members());
  }
}
