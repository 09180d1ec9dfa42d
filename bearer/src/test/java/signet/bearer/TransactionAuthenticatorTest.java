package signet.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import signet.bearer.servlet.SignetFilter;
import signet.bearer.txn.TransactionToken;
import signet.bearer.txn.TransactionTokenVerifier;
import signet.bearer.txn.TransactionVerification;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** What the shared cases do not say of transaction tokens. */
final class TransactionAuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ForgeKey KEY = ForgeKey.generate("ES256").withKid("key-1");
  private static final JwkSet KEYS = JwkSet.parsePublished(ForgeKey.jwks(KEY));

  private final TransactionTokenVerifier verifier =
      TransactionTokenVerifier.builder("prod.example")
          .keys(KEYS)
          .clock(InstantSource.fixed(NOW))
          .build();
  private final TransactionAuthenticator authenticator =
      TransactionAuthenticator.of(verifier, "orders");

  private static Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iat", NOW.getEpochSecond());
    claims.put("exp", NOW.plusSeconds(60).getEpochSecond());
    claims.put("aud", "prod.example");
    claims.put("txn", "txn-1");
    claims.put("sub", "usr_1");
    claims.put("scope", "orders:read orders:list");
    claims.put("req_wl", "gateway.prod.example");
    claims.put("tctx", Map.of("roles", List.of("clerk"), "tenant", "blue"));
    claims.put("rctx", Map.of("req_ip", "192.0.2.1", "auth_time", 1767225000));
    return claims;
  }

  private static String token(Map<String, Object> claims) {
    return TokenForge.with(KEY).header("typ", "txntoken+jwt").claims(claims).sign();
  }

  @Test
  void givesTheClaimsTheirTypes() {
    TransactionVerification verification = verifier.verify(token(claims()));
    assertThat(verification).isInstanceOf(TransactionVerification.Verified.class);
    TransactionToken token = ((TransactionVerification.Verified) verification).token();
    assertThat(token.txn()).isEqualTo("txn-1");
    assertThat(token.subject()).isEqualTo("usr_1");
    assertThat(token.scopes()).containsExactly("orders:read", "orders:list");
    assertThat(token.roles()).containsExactly("clerk");
    assertThat(token.transactionContext()).containsEntry("tenant", "blue");
    assertThat(token.requesterContext()).containsEntry("auth_time", 1767225000L);
    assertThat(token.clientAddress()).contains("192.0.2.1");
    assertThat(token.requestingWorkload()).isEqualTo("gateway.prod.example");
    assertThat(token.expiresAt()).isEqualTo(NOW.plusSeconds(60));
    assertThat(token.toString()).doesNotContain("usr_1", "txn-1", "192.0.2.1");
  }

  @Test
  void givesEmptyContextsWhereThereAreNone() {
    Map<String, Object> claims = claims();
    claims.remove("tctx");
    claims.remove("rctx");
    TransactionToken token =
        ((TransactionVerification.Verified) verifier.verify(token(claims))).token();
    assertThat(token.transactionContext()).isEmpty();
    assertThat(token.requesterContext()).isEmpty();
    assertThat(token.clientAddress()).isEmpty();
    assertThat(token.roles()).isEmpty();
  }

  @Test
  void accessTokenThatAnotherVerifierAcceptedIsNoTransactionToken() {
    JwtVerifier lax =
        JwtVerifier.builder()
            .ignoreType()
            .ignoreIssuer()
            .ignoreAudience()
            .algorithms(JwsAlgorithm.ES256)
            .keys(KEYS)
            .clock(InstantSource.fixed(NOW))
            .build();
    String access = TokenForge.with(KEY).header("typ", "at+jwt").claims(claims()).sign();
    assertThat(((Verification.Verified) lax.verify(access)).jwt())
        .satisfies(jwt -> assertThat(TransactionToken.of(jwt)).isEmpty());
  }

  @Test
  void asksForTheIssuerWhereOneIsNamed() {
    TransactionTokenVerifier strict =
        TransactionTokenVerifier.builder("prod.example")
            .keys(KEYS)
            .issuer("https://gateway.example")
            .clock(InstantSource.fixed(NOW))
            .build();
    assertThat(strict.verify(token(claims())))
        .isInstanceOfSatisfying(
            TransactionVerification.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(RejectReason.WRONG_ISSUER));
    Map<String, Object> claims = claims();
    claims.put("iss", "https://gateway.example");
    assertThat(strict.verify(token(claims))).isInstanceOf(TransactionVerification.Verified.class);
  }

  @Test
  void refusesRoutesThatAskAboutTheAccessToken() {
    RoutePolicy token = RoutePolicy.token();
    for (RoutePolicy policy :
        List.of(token.maxAge(Duration.ofSeconds(5)), token.freshRevocations(), token.liveRoles())) {
      assertThatIllegalStateException()
          .isThrownBy(() -> authenticator.authenticate(List.of(), policy))
          .withMessageContaining("at the gateway");
      assertThatIllegalStateException()
          .isThrownBy(() -> SignetFilter.builder(authenticator).route("/x", policy));
    }
  }

  @Test
  void refusesToBeBuiltWithoutATrustDomainOrKeys() {
    assertThatIllegalArgumentException().isThrownBy(() -> TransactionTokenVerifier.builder(" "));
    assertThatIllegalStateException()
        .isThrownBy(() -> TransactionTokenVerifier.builder("prod.example").build());
    assertThatIllegalStateException()
        .isThrownBy(() -> SignetFilter.builder(authenticator).proofsFor("https://orders.example"));
  }

  @Test
  void optionalRouteLetsNobodyPassWithABadToken() {
    RoutePolicy optional = RoutePolicy.token().optional();
    assertThat(authenticator.authenticate(List.of(), optional)).isInstanceOf(Anonymous.class);
    assertThat(authenticator.authenticate(List.of("x"), optional))
        .isInstanceOfSatisfying(
            Challenge.class,
            challenge ->
                assertThat(Optional.of(RejectReason.MALFORMED)).isEqualTo(challenge.reason()));
  }
}
