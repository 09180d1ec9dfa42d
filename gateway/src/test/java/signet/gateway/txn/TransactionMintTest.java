package signet.gateway.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import signet.bearer.txn.TransactionTokenVerifier;
import signet.bearer.txn.TransactionVerification;
import signet.gateway.mint.MintRule;
import signet.gateway.mint.TransactionRequest;
import signet.gateway.mint.TransactionSettings;
import signet.gateway.mint.TransactionToken;
import signet.gateway.mint.TransactionTokensUnavailableException;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.time.FakeClock;

/** What is minted from which access token, and when it is used again. */
final class TransactionMintTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.900Z");
  private static final String DOMAIN = "prod.example";
  private static final String ADDRESS = "192.0.2.1";
  private static final ForgeKey ISSUER = ForgeKey.generate("ES256").withKid("issuer");
  private static final MintRule RULE =
      new MintRule("orders", Optional.empty(), List.of("roles", "tenant", "absent"));

  @TempDir private Path folder;

  private final FakeClock clock = FakeClock.at(NOW);
  private final JwtVerifier access =
      JwtVerifier.accessToken("https://id.example", "https://api.example")
          .keys(JwkSet.parsePublished(ForgeKey.jwks(ISSUER)))
          .clock(clock)
          .build();
  private TransactionKeys keys;
  private TransactionMint mint;

  @BeforeEach
  void start() throws IOException {
    start(JwsAlgorithm.ES256, Duration.ofSeconds(60));
  }

  private void start(JwsAlgorithm algorithm, Duration lifetime) throws IOException {
    Path own = folder.resolve(algorithm.wireName());
    TransactionSettings settings =
        new TransactionSettings(
            DOMAIN,
            "gateway.prod.example",
            own,
            algorithm,
            lifetime,
            List.of(),
            Duration.ofDays(30),
            Duration.ofMinutes(5));
    KeyFolder shared = new KeyFolder(own);
    shared.prepare();
    keys =
        new TransactionKeys(
            shared,
            new KeyRules(algorithm, settings.rotateEvery(), settings.maxAge()),
            clock,
            () -> 0);
    keys.poll();
    mint = new TransactionMint(keys, settings, clock);
  }

  private static Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", "https://id.example");
    claims.put("sub", "usr_1");
    claims.put("aud", "https://api.example");
    claims.put("client_id", "default");
    claims.put("iat", NOW.getEpochSecond());
    claims.put("exp", NOW.getEpochSecond() + 900);
    claims.put("jti", "t-1");
    claims.put("scope", "orders:read orders:write profile");
    claims.put("roles", List.of("clerk"));
    claims.put("tenant", Map.of("name", "blue"));
    claims.put("auth_time", 1767220000);
    return claims;
  }

  private static Map<String, Object> claims(String name, Object value) {
    Map<String, Object> claims = claims();
    claims.put(name, value);
    return claims;
  }

  private TransactionRequest request(Map<String, Object> claims) {
    return request(RULE, claims, ADDRESS, Optional.empty());
  }

  private TransactionRequest request(
      MintRule rule, Map<String, Object> claims, String address, Optional<String> incoming) {
    String compact = TokenForge.with(ISSUER).header("typ", "at+jwt").claims(claims).sign();
    return request(rule, compact, address, incoming);
  }

  private TransactionRequest request(
      MintRule rule, String compact, String address, Optional<String> incoming) {
    VerifiedJwt verified = ((Verification.Verified) access.verify(compact)).jwt();
    return new TransactionRequest(rule, verified, compact, address, incoming);
  }

  private signet.bearer.txn.TransactionToken verified(TransactionToken minted) {
    TransactionVerification verification =
        TransactionTokenVerifier.builder(DOMAIN)
            .keys(JwkSet.parsePublished(keys.published().orElseThrow().toJson()))
            .clock(clock)
            .build()
            .verify(minted.compact());
    assertThat(verification).isInstanceOf(TransactionVerification.Verified.class);
    return ((TransactionVerification.Verified) verification).token();
  }

  @ParameterizedTest
  @EnumSource(
      value = JwsAlgorithm.class,
      names = {"ES256", "ED25519"})
  void statesWhatTheAccessTokenSays(JwsAlgorithm algorithm) throws IOException {
    start(algorithm, Duration.ofSeconds(60));
    TransactionToken minted = mint.mint(request(claims()));
    signet.bearer.txn.TransactionToken token = verified(minted);
    assertThat(token.jwt().algorithm()).isEqualTo(algorithm);
    assertThat(token.subject()).isEqualTo("usr_1");
    assertThat(token.txn()).isEqualTo(minted.txn()).hasSize(22);
    assertThat(token.scopes()).containsExactly("orders:read", "orders:write", "profile");
    assertThat(token.requestingWorkload()).isEqualTo("gateway.prod.example");
    assertThat(token.transactionContext())
        .isEqualTo(Map.of("roles", List.of("clerk"), "tenant", Map.of("name", "blue")));
    assertThat(token.requesterContext())
        .isEqualTo(Map.of("req_ip", ADDRESS, "auth_time", 1767220000L));
    assertThat(token.jwt().claims().audience()).containsExactly(DOMAIN);
    assertThat(token.jwt().claims().toMap().keySet())
        .containsExactlyInAnyOrder(
            "iat", "exp", "aud", "txn", "sub", "scope", "req_wl", "tctx", "rctx");
    assertThat(token.expiresAt()).isEqualTo(Instant.ofEpochSecond(NOW.getEpochSecond() + 60));
    assertThat(minted.toString()).doesNotContain(minted.compact());
  }

  @Test
  void endsWithTheAccessToken() {
    long exp = NOW.getEpochSecond() + 7;
    assertThat(verified(mint.mint(request(claims("exp", exp)))).expiresAt())
        .isEqualTo(Instant.ofEpochSecond(exp));
  }

  @Test
  void oneOfAnAccessTokenThatHoldsByTheSkewAloneEndsWithItTooAndBeginsBefore() {
    long exp = NOW.getEpochSecond() - 20;
    signet.bearer.txn.TransactionToken token = verified(mint.mint(request(claims("exp", exp))));
    assertThat(token.expiresAt()).isEqualTo(Instant.ofEpochSecond(exp));
    assertThat(token.jwt().claims().integer("iat")).hasValue(exp - 1);
  }

  @Test
  void scopeIsCutToTheRoutesAndNeverWider() {
    MintRule narrow = new MintRule("x", Optional.of(List.of("admin", "orders:read")), List.of());
    signet.bearer.txn.TransactionToken token =
        verified(mint.mint(request(narrow, claims(), ADDRESS, Optional.empty())));
    assertThat(token.scopes()).containsExactly("orders:read");
    assertThat(token.transactionContext()).isEmpty();
    Map<String, Object> without = claims();
    without.remove("scope");
    assertThat(verified(mint.mint(request(narrow, without, ADDRESS, Optional.empty()))).scopes())
        .isEmpty();
  }

  @Test
  void isUsedAgainUntilFourFifthsOfItsLifeAreOver() {
    String compact = request(claims()).compact();
    TransactionToken first = mint.mint(request(RULE, compact, ADDRESS, Optional.empty()));
    clock.advance(Duration.ofSeconds(47));
    assertThat(
            mint.mint(
                request(RULE, String.valueOf(compact.toCharArray()), ADDRESS, Optional.empty())))
        .isSameAs(first);
    clock.advance(Duration.ofSeconds(2));
    TransactionToken second = mint.mint(request(RULE, compact, ADDRESS, Optional.empty()));
    assertThat(second.txn()).isNotEqualTo(first.txn());
    clock.advance(Duration.ofSeconds(-30));
    assertThat(mint.mint(request(RULE, compact, ADDRESS, Optional.empty())).txn())
        .isNotEqualTo(second.txn());
  }

  @Test
  void isUsedForNothingElse() {
    TransactionRequest request = request(claims());
    String txn = mint.mint(request).txn();
    MintRule narrow = new MintRule(RULE.route(), Optional.of(List.of()), RULE.claims());
    assertThat(mint.mint(request(narrow, request.compact(), ADDRESS, Optional.empty())).txn())
        .isNotEqualTo(txn);
    TransactionToken elsewhere =
        mint.mint(request(RULE, request.compact(), "192.0.2.2", Optional.empty()));
    assertThat(elsewhere.txn()).isNotEqualTo(txn);
    assertThat(verified(elsewhere).clientAddress()).contains("192.0.2.2");
    assertThat(mint.mint(request(claims("jti", "t-2"))).txn()).isNotEqualTo(txn);
  }

  @Test
  void slotIsTakenOverAndGivesItsTokenForNothingElse() {
    MintCache one = new MintCache(1);
    TransactionRequest request = request(claims());
    MintRule narrow = new MintRule(RULE.route(), Optional.of(List.of()), RULE.claims());
    TransactionToken minted = new TransactionToken("x", "txn");
    one.add(request, minted, clock.millis(), clock.millis() + 60_000);
    assertThat(one.find(request, clock.millis())).isSameAs(minted);
    for (TransactionRequest other :
        List.of(
            request(narrow, request.compact(), ADDRESS, Optional.empty()),
            request(RULE, request.compact(), "192.0.2.2", Optional.empty()),
            request(claims("jti", "t-2")))) {
      assertThat(one.find(other, clock.millis())).isNull();
    }
    one.add(request(claims("jti", "t-2")), minted, clock.millis(), clock.millis() + 60_000);
    assertThat(one.find(request, clock.millis())).isNull();
  }

  @Test
  void transactionOfAPeerIsContinued() {
    TransactionToken begun = mint.mint(request(claims()));
    TransactionRequest next =
        request(RULE, claims("sub", "svc_1"), "192.0.2.9", Optional.of(begun.compact()));
    TransactionToken continued = mint.mint(next);
    assertThat(continued.txn()).isEqualTo(begun.txn());
    assertThat(verified(continued).subject()).isEqualTo("svc_1");
    // And is not mistaken for one that the same client begins.
    assertThat(mint.mint(request(RULE, next.compact(), "192.0.2.9", Optional.empty())).txn())
        .isNotEqualTo(begun.txn());
  }

  @Test
  void transactionThatNobodySignedOrThatIsOverIsNotContinued() {
    String forged =
        TokenForge.with(ISSUER)
            .header("typ", "txntoken+jwt")
            .claims(
                Map.of(
                    "iat", NOW.getEpochSecond(),
                    "exp", NOW.getEpochSecond() + 60,
                    "aud", DOMAIN,
                    "txn", "forged",
                    "sub", "usr_1",
                    "scope", "admin",
                    "req_wl", "gateway.prod.example"))
            .sign();
    String begun = mint.mint(request(claims())).compact();
    String txn = mint.mint(request(claims())).txn();
    assertThat(mint.mint(request(RULE, claims(), ADDRESS, Optional.of(forged))).txn())
        .isNotEqualTo("forged");
    assertThat(mint.mint(request(RULE, claims(), ADDRESS, Optional.of("x"))).txn()).hasSize(22);
    clock.advance(Duration.ofSeconds(90));
    assertThat(mint.mint(request(RULE, claims(), ADDRESS, Optional.of(begun))).txn())
        .isNotEqualTo(txn);
  }

  @Test
  void isNoAccessTokenAndAnAccessTokenIsNone() {
    Map<String, Object> claims = claims("aud", List.of("https://api.example", DOMAIN));
    TransactionRequest request = request(claims);
    TransactionToken minted = mint.mint(request);
    JwtVerifier withItsKeys =
        JwtVerifier.accessToken("https://id.example", DOMAIN)
            .keys(JwkSet.parsePublished(keys.published().orElseThrow().toJson()))
            .clock(clock)
            .build();
    assertThat(withItsKeys.verify(minted.compact()))
        .isInstanceOfSatisfying(
            Verification.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(RejectReason.WRONG_TYPE));
    assertThat(
            TransactionTokenVerifier.builder(DOMAIN)
                .keys(JwkSet.parsePublished(ForgeKey.jwks(ISSUER)))
                .clock(clock)
                .build()
                .verify(request.compact()))
        .isInstanceOfSatisfying(
            TransactionVerification.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(RejectReason.WRONG_TYPE));
  }

  @Test
  void saysSoWhereThereIsNoKeyOrNoRoom() throws IOException {
    TransactionKeys none =
        new TransactionKeys(
            new KeyFolder(folder.resolve("none")),
            new KeyRules(JwsAlgorithm.ES256, Duration.ofDays(1), Duration.ofMinutes(5)),
            clock,
            () -> 0);
    TransactionSettings settings =
        new TransactionSettings(
            DOMAIN,
            "gateway",
            folder.resolve("none"),
            JwsAlgorithm.ES256,
            Duration.ofSeconds(60),
            List.of(),
            Duration.ofDays(1),
            Duration.ofMinutes(5));
    TransactionRequest request = request(claims());
    assertThatExceptionOfType(TransactionTokensUnavailableException.class)
        .isThrownBy(() -> new TransactionMint(none, settings, clock).mint(request));
    assertThatExceptionOfType(TransactionTokensUnavailableException.class)
        .isThrownBy(() -> mint.mint(request(claims("tenant", "x".repeat(4000)))))
        .withMessageContaining("4 KiB");
  }
}
