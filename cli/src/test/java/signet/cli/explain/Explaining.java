package signet.cli.explain;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import signet.bearer.RoutePolicy;
import signet.bearer.revocation.RevokedBy;
import signet.cli.explain.Facts.Expected;
import signet.cli.explain.Facts.Held;
import signet.cli.explain.Facts.KeyForm;
import signet.cli.explain.Facts.KeyPlace;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.RevocationCheck;
import signet.jose.jwt.VerifiedJwt;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** A service that takes access tokens, and what is explained of those that come to it. */
final class Explaining {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final String ISSUER = "https://auth.example";
  static final String AUDIENCE = "orders";
  static final String PLACE = "keys.json";
  static final List<String> REQUIRED =
      List.of("iss", "exp", "aud", "sub", "client_id", "iat", "jti");

  private Optional<JwkSet> held;
  private final JwsAlgorithm[] algorithms;
  private final List<KeyPlace> others = new ArrayList<>();
  private List<String> scopes = List.of();
  private Optional<String> type = Optional.of("at+jwt");
  private Optional<byte[]> secret = Optional.empty();
  private RoutePolicy route = RoutePolicy.token();
  private UnaryOperator<JwtVerifier.Builder> policy = UnaryOperator.identity();
  private Optional<Function<VerifiedJwt, Optional<RevokedBy>>> revoker = Optional.empty();
  private Optional<RevocationCheck> revocation = Optional.empty();
  private ZoneId zone = ZoneOffset.UTC;

  private Explaining(JwkSet keys, JwsAlgorithm... algorithms) {
    this.held = Optional.of(keys);
    this.algorithms = algorithms;
  }

  /** A service that holds those keys, and takes their algorithms. */
  static Explaining with(ForgeKey... keys) {
    JwkSet set = JwkSet.parse(ForgeKey.jwks(keys));
    return new Explaining(
        set,
        set.keys().stream()
            .flatMap(key -> key.alg().flatMap(JwsAlgorithm::fromWireName).stream())
            .distinct()
            .toArray(JwsAlgorithm[]::new));
  }

  /** A service that holds those keys, which need not name an algorithm. */
  static Explaining withSet(String jwks, JwsAlgorithm... algorithms) {
    return new Explaining(JwkSet.parse(jwks), algorithms);
  }

  Explaining withoutKeys() {
    held = Optional.empty();
    return this;
  }

  Explaining also(String place, JwkSet set) {
    others.add(new KeyPlace(place, set, Optional.empty(), Optional.empty()));
    return this;
  }

  Explaining alsoSecret(String place, byte[] bytes) {
    others.add(new KeyPlace(place, JwkSet.of(), Optional.empty(), Optional.of(bytes)));
    return this;
  }

  Explaining secretFile(byte[] bytes) {
    secret = Optional.of(bytes);
    return this;
  }

  Explaining scopes(String... names) {
    scopes = List.of(names);
    route = RoutePolicy.token().allScopes(names);
    return this;
  }

  Explaining route(RoutePolicy policyOfTheRoute) {
    route = policyOfTheRoute;
    return this;
  }

  Explaining anyType() {
    type = Optional.empty();
    return this;
  }

  Explaining policy(UnaryOperator<JwtVerifier.Builder> change) {
    policy = change;
    return this;
  }

  Explaining zone(String name) {
    zone = ZoneId.of(name);
    return this;
  }

  /** What is revoked; why, where that is known. */
  Explaining revocation(RevocationCheck check, Optional<RevokedBy> by) {
    revocation = Optional.of(check);
    revoker = by.map(known -> token -> Optional.of(known));
    return this;
  }

  Diagnosis of(String token) {
    return of(Presented.ofLines(List.of("Bearer " + token)));
  }

  Diagnosis of(Presented presented) {
    Judge judge =
        new Judge(
            () -> policy.apply(expectations()),
            route,
            JwtVerifier.DEFAULT_CLOCK_SKEW,
            revocation,
            () -> true);
    return new Explainer(judge, facts()).explain(presented);
  }

  private JwtVerifier.Builder expectations() {
    JwtVerifier.Builder builder =
        JwtVerifier.builder()
            .algorithms(algorithms)
            .keys(() -> held)
            .issuer(ISSUER)
            .audience(AUDIENCE)
            .stringClaims("client_id", "scope", "sid")
            .requireClaims(REQUIRED.toArray(new String[0]));
    type.ifPresentOrElse(builder::type, builder::ignoreType);
    return builder;
  }

  private Facts facts() {
    return new Facts(
        NOW,
        zone,
        new Expected(
            Optional.of(ISSUER),
            Optional.of(AUDIENCE),
            type,
            JwtVerifier.DEFAULT_CLOCK_SKEW,
            REQUIRED,
            scopes),
        new Held(held, PLACE, KeyForm.USUAL, secret),
        Optional.empty(),
        others,
        List.of(),
        Map.of(),
        revoker);
  }

  /** The claims of a good access token. */
  static Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("sub", "alice");
    claims.put("aud", AUDIENCE);
    claims.put("client_id", "phone");
    claims.put("jti", "j-1");
    claims.put("iat", NOW.getEpochSecond() - 60);
    claims.put("exp", NOW.getEpochSecond() + 840);
    return claims;
  }

  static Map<String, Object> with(String name, Object value) {
    Map<String, Object> claims = claims();
    claims.put(name, value);
    return claims;
  }

  static Map<String, Object> without(String name) {
    Map<String, Object> claims = claims();
    claims.remove(name);
    return claims;
  }

  /** A good access token, to be changed. */
  static TokenForge token(ForgeKey key) {
    return token(key, claims());
  }

  static TokenForge token(ForgeKey key, Map<String, Object> claims) {
    return TokenForge.with(key).header("typ", "at+jwt").claims(claims);
  }
}
