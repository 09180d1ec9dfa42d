package signet.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.cli.explain.Explaining.ISSUER;
import static signet.cli.explain.Explaining.NOW;
import static signet.cli.explain.Explaining.claims;
import static signet.cli.explain.Explaining.token;
import static signet.cli.explain.Explaining.with;
import static signet.cli.explain.Explaining.without;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.bearer.RoutePolicy;
import signet.bearer.revocation.RevokedBy;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

final class ClaimCausesTest {
  private static final ForgeKey KEY = ForgeKey.generate("ES256").withKid("k1");
  private static final String ID_TOKEN = "this is an ID token";
  private static final String REFRESH_TOKEN = "this is a refresh token";
  private static final String OTHER_KIND = "a token of another kind";

  private static Cause cause(Map<String, Object> claims) {
    return Explaining.with(KEY).of(token(KEY, claims).sign()).cause();
  }

  private static Diagnosis ofType(String typ, Map<String, Object> claims) {
    return Explaining.with(KEY).of(TokenForge.with(KEY).header("typ", typ).claims(claims).sign());
  }

  @ParameterizedTest
  @CsvSource({
    "rt+jwt, this is a refresh token",
    "x-refresh, this is a refresh token",
    "X-REFRESH, this is a refresh token",
    "dpop+jwt, this is a dpop token",
    "logout+jwt, this is a logout token",
    "txntoken+jwt, this is a txntoken token",
    "at2+jwt, typ is 'at2+jwt' where at+jwt is expected",
    "dpop, typ is 'dpop' where at+jwt is expected",
  })
  void aTypeThatTellsWhatItIsIsRead(String typ, String said) {
    Diagnosis diagnosis = ofType(typ, claims());

    assertThat(diagnosis.verdict().reason()).contains(RejectReason.WRONG_TYPE);
    assertThat(diagnosis.cause().text()).contains(said);
  }

  @Test
  void withoutATypeItIsCalledAbsent() {
    String token = TokenForge.with(KEY).claims(claims()).sign();

    assertThat(Explaining.with(KEY).of(token).cause().text())
        .contains("typ is absent where at+jwt is expected", OTHER_KIND);
  }

  @Test
  void whatTheTokenSaysOfItsKindCounts() {
    assertThat(ofType("JWT", with("typ", "Refresh")).cause().text()).contains(REFRESH_TOKEN);
    assertThat(ofType("JWT", with("typ", "ID")).cause().text()).contains(ID_TOKEN);
    assertThat(ofType("JWT", with("typ", "Bearer")).cause().text()).contains(OTHER_KIND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonce", "at_hash", "c_hash", "s_hash"})
  void anIdTokenIsToldByItsClaimsUnlessItHasAScope(String claim) {
    Map<String, Object> claims = with(claim, "x");
    assertThat(ofType("JWT", claims).cause().text()).contains(ID_TOKEN);
    claims.put("scope", "orders:read");
    assertThat(ofType("JWT", claims).cause().text()).contains(OTHER_KIND);
  }

  @Test
  void anAccessTokenWithANonceIsNoIdToken() {
    Diagnosis diagnosis = Explaining.with(KEY).anyType().of(token(KEY, with("nonce", "x")).sign());

    assertThat(diagnosis.cause().text()).isEqualTo("every check passes.");
    assertThat(diagnosis.cause().next())
        .singleElement()
        .asString()
        .startsWith("revocation was not");
  }

  @Test
  void theKindIsLookedAtOnlyWhereNoTypeIsAsked() {
    String token = token(KEY, with("typ", "id")).sign();

    assertThat(Explaining.with(KEY).of(token).cause().text()).isEqualTo("every check passes.");
    assertThat(Explaining.with(KEY).anyType().of(token).cause().text()).contains(ID_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exp", "nbf", "iat"})
  void millisecondsAreToldFromWhatIsNoNumber(String claim) {
    long millis = NOW.plusSeconds(60).toEpochMilli();
    assertThat(cause(with(claim, millis)).text()).startsWith(claim + " is in milliseconds");
    assertThat(cause(with(claim, 253_402_300_800L)).text()).contains("is in milliseconds");
    for (Object odd : List.of("2026-01-01", 1.5, true, -1)) {
      assertThat(cause(with(claim, odd)).text()).as("%s", odd).startsWith(claim + " is no whole");
    }
  }

  @Test
  void theFirstThatIsWrongIsNamed() {
    Map<String, Object> claims = with("iat", "now");
    claims.put("aud", 7);
    assertThat(cause(claims).text()).startsWith("iat is no whole number");
    assertThat(cause(with("aud", 7)).text()).startsWith("aud is neither a text nor a list");
    assertThat(cause(with("aud", List.of())).text()).startsWith("aud is neither");
    assertThat(cause(with("jti", 7)).text()).startsWith("a claim that must be a text is none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "exp", "aud", "sub", "client_id", "iat", "jti"})
  void theClaimThatIsMissingIsNamedAlone(String claim) {
    Diagnosis diagnosis = Explaining.with(KEY).of(token(KEY, without(claim)).sign());

    assertThat(diagnosis.verdict().reason()).contains(RejectReason.MISSING_CLAIM);
    assertThat(diagnosis.cause().text()).isEqualTo("the token lacks " + claim + ".");
  }

  @Test
  void severalThatAreMissingAreNamedWithTheKind() {
    Map<String, Object> claims = without("client_id");
    claims.remove("jti");
    assertThat(cause(claims).text()).isEqualTo("the token lacks client_id, jti.");
    claims.put("typ", "id");
    assertThat(cause(claims).text()).contains(ID_TOKEN).endsWith("It lacks client_id, jti.");
  }

  @Test
  void aClaimThatOnlyTheServiceAsksForIsNotGuessed() {
    Diagnosis diagnosis =
        Explaining.with(KEY)
            .policy(policy -> policy.requireClaims("tenant"))
            .of(token(KEY, claims()).sign());

    assertThat(diagnosis.cause().text()).isEqualTo("the token lacks a claim that is required.");
  }

  @Test
  void anIssuerThatIsNearIsToldFromAnother() {
    assertThat(cause(with("iss", ISSUER + "/")))
        .satisfies(
            near -> {
              assertThat(near.text())
                  .contains("nearly the expected issuer: it has a slash at the end");
              assertThat(near.next().get(0)).endsWith("has it: " + ISSUER + "/");
            });
    assertThat(cause(with("iss", "https://login.partner.test")).text())
        .contains("of another", "iss is https://login.partner.test, expected is " + ISSUER);
  }

  @Test
  void anAudienceThatIsNearIsToldFromAnotherAndFromAnotherKind() {
    assertThat(cause(with("aud", List.of("billing", "Orders"))).text())
        .contains("nearly the expected audience: it differs in upper and lower case");
    assertThat(cause(with("aud", List.of("billing", "stock"))).text())
        .contains("audience of another service: aud is billing stock, this one is orders");
    Map<String, Object> id = with("aud", "phone");
    id.put("typ", "id");
    assertThat(cause(id).text()).contains(ID_TOKEN);
  }

  static List<Arguments> revocations() {
    return List.of(
        Arguments.of(
            new RevokedBy(RevokedBy.Kind.SESSION, 0),
            "the session was revoked",
            "log in again; signet audit tells who ended it"),
        Arguments.of(
            new RevokedBy(RevokedBy.Kind.SUBJECT, 4),
            "authz_ver is 3, now at least 4",
            "the next token has the new roles"),
        Arguments.of(
            new RevokedBy(RevokedBy.Kind.KEY, 0), "declared compromised", "token of the new key"),
        Arguments.of(
            new RevokedBy(RevokedBy.Kind.TOKEN, 0), "this one token was revoked", "refresh"));
  }

  @ParameterizedTest
  @MethodSource("revocations")
  void whatRevokedItIsSaid(RevokedBy by, String said, String next) {
    Diagnosis diagnosis = revoked(Optional.of(by), with("authz_ver", 3));

    assertThat(diagnosis.verdict().reason()).contains(RejectReason.REVOKED);
    assertThat(diagnosis.cause().text()).contains(said);
    assertThat(diagnosis.cause().next().get(0)).contains(next);
  }

  @Test
  void whereThatIsNotKnownNothingIsGuessed() {
    assertThat(revoked(Optional.empty(), claims()).cause().text())
        .isEqualTo("the token, its session, its user's rights or its key was revoked.");
    RevokedBy subject = new RevokedBy(RevokedBy.Kind.SUBJECT, 4);
    assertThat(revoked(Optional.of(subject), claims()).cause().text())
        .contains("authz_ver is absent, now at least 4");
  }

  private static Diagnosis revoked(Optional<RevokedBy> by, Map<String, Object> claims) {
    return Explaining.with(KEY)
        .revocation(token -> Optional.of(RejectReason.REVOKED), by)
        .of(token(KEY, claims).sign());
  }

  @Test
  void theScopesThatAreMissingAreNamedBesideThoseThatAreHeld() {
    Explaining service = Explaining.with(KEY).scopes("orders:read", "orders:write", "stock:read");
    Cause some = service.of(token(KEY, with("scope", "orders:read other")).sign()).cause();
    Cause none = service.of(token(KEY).sign()).cause();

    assertThat(some.text()).contains("lacks the scope orders:write stock:read (403");
    assertThat(some.next()).last().isEqualTo("the token has: orders:read other");
    assertThat(none.text()).contains("lacks the scope orders:read orders:write stock:read (403");
    assertThat(none.next()).last().isEqualTo("the token has: no scope");
  }

  @Test
  void aRoleThatIsMissingIsNoScope() {
    Explaining service = Explaining.with(KEY).route(RoutePolicy.token().allRoles("clerk"));

    assertThat(service.of(token(KEY).sign()).cause().text())
        .contains("its user lacks a scope or role that this place asks for (403)");
  }
}
