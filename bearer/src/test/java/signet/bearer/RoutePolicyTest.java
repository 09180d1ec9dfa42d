package signet.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** What a route asks for, and the exact answer to a token that does not have it. */
final class RoutePolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ForgeKey KEY = ForgeKey.generate("ES256").withKid("key-1");
  private static final String TOKEN = token();
  private static final String CHALLENGE = "WWW-Authenticate: Bearer realm=\"orders\", error=";
  private static final RoutePolicy ANY = RoutePolicy.token();

  private boolean fresh = true;
  private LiveRoles source = (jwt, token) -> Optional.of(List.of("manager"));

  private final JwtVerifier verifier =
      JwtVerifier.accessToken("https://auth.example", "orders")
          .keys(JwkSet.parsePublished(ForgeKey.jwks(KEY)))
          .algorithms(JwsAlgorithm.ES256)
          .clock(InstantSource.fixed(NOW))
          .build();
  private final BearerAuthenticator authenticator =
      BearerAuthenticator.builder(verifier, "orders")
          .freshness(() -> fresh)
          .liveRoles((jwt, token) -> source.of(jwt, token))
          .clock(InstantSource.fixed(NOW))
          .build();

  /** Issued a minute ago, for two scopes and the roles clerk and packer. */
  private static String token() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", "https://auth.example");
    claims.put("sub", "alice");
    claims.put("aud", "orders");
    claims.put("client_id", "default");
    claims.put("iat", NOW.minusSeconds(60).getEpochSecond());
    claims.put("exp", NOW.plusSeconds(840).getEpochSecond());
    claims.put("jti", "t-1");
    claims.put("scope", "orders:read orders:list");
    claims.put("roles", List.of("clerk", "packer"));
    return TokenForge.with(KEY).header("typ", "at+jwt").claims(claims).sign();
  }

  private Authentication answer(RoutePolicy policy) {
    return authenticator.authenticate(BearerRequest.of(List.of("Bearer " + TOKEN)), policy);
  }

  private static void assertChallenge(Authentication answer, int status, String header) {
    Challenge challenge = (Challenge) answer;
    assertThat(challenge.status()).isEqualTo(status);
    assertThat(challenge.headers().stream().map(h -> h.name() + ": " + h.value()))
        .containsExactly(header);
  }

  static Stream<RoutePolicy> met() {
    return Stream.of(
        ANY,
        ANY.optional(),
        ANY.allScopes("orders:list", "orders:read"),
        ANY.allScopes("orders:list").allScopes("orders:read"),
        ANY.anyScope("orders:write", "orders:read"),
        ANY.allRoles("packer", "clerk"),
        ANY.anyRole("manager", "clerk"),
        ANY.anyScope("orders:write").anyScope("orders:read"),
        // A minute old, and clocks may be half a minute apart.
        ANY.maxAge(Duration.ofSeconds(30)),
        ANY.freshRevocations(),
        ANY.liveRoles().allRoles("manager"));
  }

  @ParameterizedTest
  @MethodSource("met")
  void acceptsATokenThatHasWhatTheRouteAsksFor(RoutePolicy policy) {
    assertThat(answer(policy)).isInstanceOf(Authenticated.class);
  }

  static Stream<Arguments> notMet() {
    String missingRole =
        CHALLENGE + "\"insufficient_scope\", error_description=\"a role is missing\"";
    return Stream.of(
        Arguments.of(
            ANY.allScopes("orders:read", "orders:write"),
            403,
            CHALLENGE + "\"insufficient_scope\", scope=\"orders:read orders:write\""),
        Arguments.of(
            ANY.anyScope("orders:write", "orders:all"),
            403,
            CHALLENGE + "\"insufficient_scope\", scope=\"orders:write orders:all\""),
        Arguments.of(
            ANY.allScopes("orders:read").anyScope("orders:write", "orders:all"),
            403,
            CHALLENGE + "\"insufficient_scope\", scope=\"orders:read orders:write orders:all\""),
        Arguments.of(ANY.allRoles("clerk", "manager"), 403, missingRole),
        Arguments.of(ANY.anyRole("manager", "owner"), 403, missingRole),
        Arguments.of(ANY.allScopes("orders:read").allRoles("manager"), 403, missingRole),
        Arguments.of(
            ANY.allScopes("x").allRoles("manager"),
            403,
            CHALLENGE + "\"insufficient_scope\", scope=\"x\""),
        Arguments.of(ANY.optional().allRoles("manager"), 403, missingRole),
        Arguments.of(
            ANY.maxAge(Duration.ofSeconds(29)).allScopes("x"),
            401,
            CHALLENGE + "\"invalid_token\", reason=\"too_old\""),
        Arguments.of(ANY.liveRoles().allRoles("clerk"), 403, missingRole));
  }

  @ParameterizedTest
  @MethodSource("notMet")
  void refusesATokenThatLacksWhatTheRouteAsksFor(RoutePolicy policy, int status, String header) {
    assertChallenge(answer(policy), status, header);
  }

  @Test
  void answersWithPatienceWhileRevocationsAreStaleAndTheRouteWantsThemFresh() {
    fresh = false;
    assertThat(answer(ANY)).isInstanceOf(Authenticated.class);
    assertChallenge(answer(ANY.freshRevocations()), 503, "Retry-After: 5");
  }

  @Test
  void givesLiveRolesInPlaceOfTheTokens() {
    assertThat(((Authenticated) answer(ANY)).roles()).containsExactly("clerk", "packer");
    assertThat(((Authenticated) answer(ANY.liveRoles())).roles()).containsExactly("manager");
  }

  @Test
  void neverAcceptsWhereLiveRolesCannotBeHad() {
    source =
        (jwt, token) -> {
          throw new LiveRolesUnavailableException("away", null);
        };
    assertChallenge(answer(ANY.liveRoles()), 503, "Retry-After: 5");
    assertThat(answer(ANY)).isInstanceOf(Authenticated.class);
  }

  @Test
  void refusesATokenThatTheSourceOfRolesNoLongerKnows() {
    source = (jwt, token) -> Optional.empty();
    assertChallenge(
        answer(ANY.liveRoles()), 401, CHALLENGE + "\"invalid_token\", reason=\"revoked\"");
  }

  @Test
  void asksTheSourceOfRolesOnlyAboutTokensThatHold() {
    source =
        (jwt, token) -> {
          throw new AssertionError("asked");
        };
    BearerRequest forged = BearerRequest.of(List.of("Bearer " + TOKEN.replace("eyJ", "eyK")));
    assertThat(authenticator.authenticate(forged, ANY.liveRoles())).isInstanceOf(Challenge.class);
    assertThat(answer(ANY.liveRoles().allScopes("x"))).isInstanceOf(Challenge.class);
  }

  @Test
  void letsARequestWithoutTokenPassOnlyWhereTheRouteIsOptional() {
    BearerRequest none = BearerRequest.of(List.of());
    RoutePolicy optional = ANY.optional().allScopes("x");
    assertThat(authenticator.authenticate(none, optional)).isEqualTo(new Anonymous());
    assertChallenge(
        authenticator.authenticate(none, ANY), 401, "WWW-Authenticate: Bearer realm=\"orders\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer x", "Bearer", "Bearer a b"})
  void refusesABadTokenWhereTheRouteIsOptionalToo(String authorization) {
    BearerRequest request = BearerRequest.of(List.of(authorization));
    assertThat(authenticator.authenticate(request, ANY.optional())).isInstanceOf(Challenge.class);
  }

  @Test
  void refusesARouteThatNeedsWhatTheAuthenticatorWasNotGiven() {
    BearerAuthenticator plain = BearerAuthenticator.of(verifier, "orders");
    BearerRequest request = BearerRequest.of(List.of("Bearer " + TOKEN));
    assertThatIllegalStateException()
        .isThrownBy(() -> plain.require(ANY.freshRevocations()))
        .withMessageContaining("freshness(…)");
    assertThatIllegalStateException()
        .isThrownBy(() -> plain.authenticate(request, ANY.liveRoles()))
        .withMessageContaining("liveRoles(…)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "é"})
  void refusesAScopeThatIsNone(String scope) {
    assertThatIllegalArgumentException().isThrownBy(() -> ANY.allScopes(scope));
    assertThatIllegalArgumentException().isThrownBy(() -> ANY.anyScope(scope));
  }

  @Test
  void refusesToAskForNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> ANY.anyRole());
    assertThatIllegalArgumentException().isThrownBy(() -> ANY.allScopes());
  }

  @Test
  void writesProblemDetailsWithoutAnythingOfTheRequest() {
    Challenges challenges = Challenges.of("orders");
    assertThat(((Challenge) answer(ANY.maxAge(Duration.ofSeconds(1)))).problem())
        .isEqualTo(
            "{\"type\":\"invalid-token\",\"title\":\"The access token is not valid\","
                + "\"status\":401,\"reason\":\"too_old\"}");
    assertThat(challenges.noCredentials().problem())
        .isEqualTo(
            "{\"type\":\"unauthorized\",\"title\":\"An access token is needed\",\"status\":401}");
    assertThat(challenges.missingRole().problem())
        .isEqualTo(
            "{\"type\":\"insufficient-scope\",\"title\":\"The access token does not reach that"
                + " far\",\"status\":403}");
    assertThat(challenges.insufficientScope(List.of()).headers().get(0).value())
        .isEqualTo("Bearer realm=\"orders\", error=\"insufficient_scope\"");
  }

  @Test
  void pointsToTheGuideWhereThereIsOne() {
    Challenges challenges =
        Challenges.of("orders").withGuide(URI.create("https://docs.example/debugging"));
    assertThat(challenges.refused(RejectReason.EXPIRED).headers().get(0).value())
        .isEqualTo(
            "Bearer realm=\"orders\", error=\"invalid_token\", reason=\"expired\","
                + " error_uri=\"https://docs.example/debugging#expired\"");
    assertThat(challenges.insufficientScope(List.of("a")).headers().get(0).value())
        .endsWith(", error_uri=\"https://docs.example/debugging#insufficient_scope\"");
    assertThat(challenges.noCredentials().headers().get(0).value())
        .isEqualTo("Bearer realm=\"orders\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/debugging", "ftp://docs.example/", "https://docs.example/#x"})
  void refusesAGuideThatChallengesCannotCarry(String guide) {
    Challenges challenges = Challenges.of("orders");
    URI page = URI.create(guide);
    assertThatIllegalArgumentException().isThrownBy(() -> challenges.withGuide(page));
  }
}
