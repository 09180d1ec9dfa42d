package signet.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.KeySource;
import signet.jose.jwt.JwtVerifier;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** The exact bytes of every answer of RFC 6750. */
final class BearerAuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ForgeKey KEY = ForgeKey.generate("ES256").withKid("key-1");
  private static final KeySource PUBLISHED =
      KeySource.of(JwkSet.parsePublished(ForgeKey.jwks(KEY)));

  private final BearerAuthenticator authenticator = authenticator(PUBLISHED);

  private static BearerAuthenticator authenticator(KeySource keys) {
    JwtVerifier verifier =
        JwtVerifier.accessToken("https://auth.example", "orders")
            .keys(keys)
            .algorithms(JwsAlgorithm.ES256)
            .clock(InstantSource.fixed(NOW))
            .build();
    return BearerAuthenticator.of(verifier, "orders");
  }

  private static Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", "https://auth.example");
    claims.put("sub", "alice");
    claims.put("aud", "orders");
    claims.put("client_id", "default");
    claims.put("iat", NOW.getEpochSecond());
    claims.put("exp", NOW.plusSeconds(900).getEpochSecond());
    claims.put("jti", "t-1");
    claims.put("scope", "orders:read orders:list");
    return claims;
  }

  private static TokenForge token() {
    return TokenForge.with(KEY).header("typ", "at+jwt").claims(claims());
  }

  private Authentication answer(String... authorization) {
    return authenticator.authenticate(BearerRequest.of(List.of(authorization)));
  }

  private static void assertChallenge(Authentication answer, int status, String challenge) {
    assertThat(answer).isInstanceOf(Challenge.class);
    Challenge refused = (Challenge) answer;
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.headers())
        .containsExactly(new Challenge.Header("WWW-Authenticate", challenge));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "bearer", "BEARER", "bEaReR"})
  void acceptsAGoodTokenWhateverTheSchemesCase(String scheme) {
    Authentication answer = answer(scheme + " " + token().sign());
    assertThat(answer).isInstanceOf(Authenticated.class);
    assertThat(((Authenticated) answer).jwt().subject()).contains("alice");
  }

  @Test
  void acceptsSeveralSpacesAfterTheScheme() {
    // RFC 9110 §11.4: 1*SP between scheme and credentials.
    assertThat(answer("Bearer   " + token().sign())).isInstanceOf(Authenticated.class);
  }

  @Test
  void asksForCredentialsWithoutAnErrorCodeWhenThereAreNone() {
    assertChallenge(answer(), 401, "Bearer realm=\"orders\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic YTpi", "DPoP abc", "Bearerabc", "abc"})
  void takesAnotherSchemeForNoCredentials(String value) {
    Authentication answer = answer(value);
    assertChallenge(answer, 401, "Bearer realm=\"orders\"");
    assertThat(((Challenge) answer).error()).isEmpty();
    assertThat(((Challenge) answer).reason()).isEmpty();
  }

  @Test
  void refusesTwoAuthorizationHeadersEvenIfBothAreGood() {
    String value = "Bearer " + token().sign();
    assertChallenge(
        answer(value, value), 400, "Bearer realm=\"orders\", error=\"invalid_request\"");
    assertChallenge(
        answer("Basic YTpi", value), 400, "Bearer realm=\"orders\", error=\"invalid_request\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer a, Bearer b", "Bearer a,b", "Bearer Bearer a", "Bearer a b"})
  void refusesTwoMethodsInOneHeader(String value) {
    assertChallenge(answer(value), 400, "Bearer realm=\"orders\", error=\"invalid_request\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer", "Bearer ", "Bearer a", "Bearer a.b", "Bearer \"a.b.c\"", "Bearer é.é.é"})
  void saysMalformedForWhatIsNoToken(String value) {
    assertChallenge(
        answer(value),
        401,
        "Bearer realm=\"orders\", error=\"invalid_token\", reason=\"malformed\"");
  }

  @ParameterizedTest
  @CsvSource({
    "none, alg_none",
    "HS256, alg_not_allowed",
    "RS256, alg_not_allowed",
  })
  void saysWhyAHeaderIsRefused(String alg, String reason) {
    assertChallenge(
        answer("Bearer " + token().header("alg", alg).sign()),
        401,
        "Bearer realm=\"orders\", error=\"invalid_token\", reason=\"" + reason + "\"");
  }

  @Test
  void saysWhyATokenIsRefused() {
    Map<String, Object> expired = claims();
    expired.put("exp", NOW.minusSeconds(30).getEpochSecond());
    Authentication answer = answer("Bearer " + token().claims(expired).sign());
    assertChallenge(
        answer, 401, "Bearer realm=\"orders\", error=\"invalid_token\", reason=\"expired\"");
    assertThat(((Challenge) answer).error()).contains("invalid_token");
    assertThat(((Challenge) answer).reason()).contains(RejectReason.EXPIRED);
  }

  @Test
  void neverEchoesWhatAnUnverifiedTokenSays() {
    String kid = "evil\"\r\nSet-Cookie: a=b";
    Authentication answer = answer("Bearer " + token().header("kid", kid).sign());
    assertChallenge(
        answer, 401, "Bearer realm=\"orders\", error=\"invalid_token\", reason=\"unknown_kid\"");
    assertThat(answer.toString()).doesNotContain("evil");
  }

  @Test
  void asksForPatienceWhileThereAreNoKeys() {
    KeySource unreachable = Optional::empty;
    Authentication answer =
        authenticator(unreachable)
            .authenticate(BearerRequest.of(List.of("Bearer " + token().sign())));
    Challenge challenge = (Challenge) answer;
    assertThat(challenge.status()).isEqualTo(503);
    assertThat(challenge.headers()).containsExactly(new Challenge.Header("Retry-After", "5"));
    assertThat(challenge.reason()).contains(RejectReason.KEYS_UNAVAILABLE);
    assertThat(challenge.error()).isEmpty();
  }

  @Test
  void takesAnUnknownKidForABadTokenAndNotForMissingKeys() {
    assertChallenge(
        answer("Bearer " + token().header("kid", "key-0").sign()),
        401,
        "Bearer realm=\"orders\", error=\"invalid_token\", reason=\"unknown_kid\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\"b", "a\\b", "a\r\nb", "é"})
  void refusesARealmThatCannotBeQuoted(String realm) {
    JwtVerifier verifier =
        JwtVerifier.accessToken("https://auth.example", "orders")
            .keys(PUBLISHED)
            .algorithms(JwsAlgorithm.ES256)
            .build();
    assertThatIllegalArgumentException().isThrownBy(() -> BearerAuthenticator.of(verifier, realm));
  }
}
