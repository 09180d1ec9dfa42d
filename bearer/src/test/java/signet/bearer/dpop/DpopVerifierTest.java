package signet.bearer.dpop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.bearer.dpop.DpopResult.Problem;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;
import signet.testkit.time.FakeClock;
import signet.testkit.vectors.Vectors;

/** Every check of RFC 9449 §4.3, each failing alone. */
final class DpopVerifierTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ForgeKey KEY = ForgeKey.generate("ES256");
  private static final String JKT = Jwk.parse(KEY.jwk()).thumbprint();
  private static final String TOKEN = "header.claims.signature";
  private static final String TARGET = "https://api.example/orders";

  private final FakeClock clock = FakeClock.at(NOW);
  private final DpopVerifier verifier = DpopVerifier.builder().clock(clock).build();

  private static Map<String, @Nullable Object> claims() {
    Map<String, @Nullable Object> claims = new LinkedHashMap<>();
    claims.put("jti", "p-1");
    claims.put("htm", "GET");
    claims.put("htu", TARGET);
    claims.put("iat", NOW.getEpochSecond());
    claims.put("ath", hash(TOKEN));
    return claims;
  }

  private static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static TokenForge forge(Map<String, @Nullable Object> claims) {
    return TokenForge.with(KEY)
        .header("typ", "dpop+jwt")
        .header("jwk", KEY.jwkMembers())
        .claims(claims);
  }

  private static String proofWith(String claim, @Nullable Object value) {
    Map<String, @Nullable Object> claims = claims();
    claims.put(claim, value);
    return forge(claims).sign();
  }

  private static String proofWithout(String claim) {
    Map<String, @Nullable Object> claims = claims();
    claims.remove(claim);
    return forge(claims).sign();
  }

  private DpopResult verify(String... proofs) {
    return verifier.verify(
        new DpopRequest(List.of(proofs), "GET", TARGET, TOKEN), Optional.of(JKT));
  }

  private static DpopResult refused(Problem problem) {
    return new DpopResult.Refused(problem);
  }

  @Test
  void rightProofHoldsOnce() {
    String proof = forge(claims()).sign();
    assertThat(verify(proof)).isEqualTo(new DpopResult.Proven(JKT));
    assertThat(verify(proof)).isEqualTo(refused(Problem.REPLAYED));
    // Another signature over the same jti is the same proof.
    assertThat(verify(forge(claims()).sign())).isEqualTo(refused(Problem.REPLAYED));
    assertThat(verify(proofWith("jti", "p-2"))).isEqualTo(new DpopResult.Proven(JKT));
  }

  @Test
  void sameJtiOfAnotherKeyIsAnotherProof() {
    assertThat(verify(forge(claims()).sign())).isInstanceOf(DpopResult.Proven.class);
    ForgeKey other = ForgeKey.generate("ES256");
    String proof =
        TokenForge.with(other)
            .header("typ", "dpop+jwt")
            .header("jwk", other.jwkMembers())
            .claims(claims())
            .sign();
    DpopResult result =
        verifier.verify(new DpopRequest(List.of(proof), "GET", TARGET, TOKEN), Optional.empty());
    assertThat(result).isInstanceOf(DpopResult.Proven.class);
  }

  @Test
  void oneProofIsNeeded() {
    assertThat(verify()).isEqualTo(refused(Problem.MISSING));
    String proof = forge(claims()).sign();
    assertThat(verify(proof, proof)).isEqualTo(refused(Problem.SEVERAL));
    assertThat(verify(proof + ", " + proof)).isEqualTo(refused(Problem.NOT_A_PROOF));
  }

  @Test
  void anotherKindOfTokenIsNoProof() {
    assertThat(verify(forge(claims()).header("typ", "at+jwt").sign()))
        .isEqualTo(refused(Problem.NOT_A_PROOF));
    assertThat(verify(forge(claims()).signedBy(ForgeKey.generate("ES256"))))
        .isEqualTo(refused(Problem.NOT_A_PROOF));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jti", "htm", "htu", "iat"})
  void claimsMustBeThereAndOfTheirType(String claim) {
    assertThat(verify(proofWithout(claim))).isEqualTo(refused(Problem.CLAIMS));
    assertThat(verify(proofWith(claim, null))).isEqualTo(refused(Problem.CLAIMS));
    assertThat(verify(proofWith(claim, true))).isEqualTo(refused(Problem.CLAIMS));
    assertThat(verify(proofWith(claim, List.of("x")))).isEqualTo(refused(Problem.CLAIMS));
  }

  @Test
  void jtiIsBounded() {
    assertThat(verify(proofWith("jti", ""))).isEqualTo(refused(Problem.CLAIMS));
    assertThat(verify(proofWith("jti", "x".repeat(257)))).isEqualTo(refused(Problem.CLAIMS));
    assertThat(verify(proofWith("jti", "x".repeat(256)))).isInstanceOf(DpopResult.Proven.class);
  }

  @Test
  void payloadThatIsNoStrictJsonIsRefused() {
    assertThat(verify(forge(claims()).claimsJson("[]").sign())).isEqualTo(refused(Problem.CLAIMS));
    String twice = Json.write(claims()).replace("{", "{\"jti\":\"p-0\",");
    assertThat(verify(forge(claims()).claimsJson(twice).sign())).isEqualTo(refused(Problem.CLAIMS));
    byte[] latin1 = Json.write(claims()).replace("p-1", "é").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(verify(forge(claims()).payload(latin1).sign())).isEqualTo(refused(Problem.CLAIMS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "get", "GET ", ""})
  void proofIsForOneMethod(String method) {
    assertThat(verify(proofWith("htm", method))).isEqualTo(refused(Problem.METHOD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example/orders/",
        "https://api.example/Orders",
        "http://api.example/orders",
        "https://api.example:8443/orders",
        "https://api.example.evil/orders",
        "https://alice@api.example/orders",
        "/orders",
        "api.example/orders",
        "https://api.example/orders%2f",
        "https://api.example/or ders",
        ""
      })
  void proofIsForOneAddress(String htu) {
    assertThat(verify(proofWith("htu", htu))).isEqualTo(refused(Problem.TARGET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTPS://API.example/orders",
        "https://api.example:443/orders",
        "https://api.example/%6Frders",
        "https://api.example/x/../orders",
        "https://api.example/orders?id=1",
        "https://api.example/orders#top"
      })
  void addressesCompareInNormalForm(String htu) {
    assertThat(verify(proofWith("htu", htu))).isEqualTo(new DpopResult.Proven(JKT));
  }

  @ParameterizedTest
  @CsvSource({"-60, true", "-61, false", "0, true", "10, true", "11, false"})
  void proofIsGoodForItsTime(long seconds, boolean holds) {
    DpopResult result = verify(proofWith("iat", NOW.plusSeconds(seconds).getEpochSecond()));
    assertThat(result).isEqualTo(holds ? new DpopResult.Proven(JKT) : refused(Problem.TIME));
  }

  @Test
  void usedProofIsRememberedAsLongAsItIsGood() {
    long[] nanos = {0};
    DpopVerifier bounded =
        DpopVerifier.builder()
            .clock(clock)
            .memory(new LocalReplayMemory(100, () -> nanos[0]))
            .build();
    DpopRequest request =
        new DpopRequest(
            List.of(proofWith("iat", NOW.plusSeconds(10).getEpochSecond())), "GET", TARGET, TOKEN);
    assertThat(bounded.verify(request, Optional.of(JKT))).isInstanceOf(DpopResult.Proven.class);
    for (int second = 1; second <= 70; second++) {
      clock.set(NOW.plusSeconds(second));
      nanos[0] = Duration.ofSeconds(second).toNanos();
      assertThat(bounded.verify(request, Optional.of(JKT))).isEqualTo(refused(Problem.REPLAYED));
    }
    clock.set(NOW.plusSeconds(71));
    assertThat(bounded.verify(request, Optional.of(JKT))).isEqualTo(refused(Problem.TIME));
  }

  @Test
  void proofIsForOneAccessToken() {
    assertThat(verify(proofWith("ath", hash("another")))).isEqualTo(refused(Problem.TOKEN));
    assertThat(verify(proofWithout("ath"))).isEqualTo(refused(Problem.TOKEN));
    assertThat(verify(proofWith("ath", hash(TOKEN) + "="))).isEqualTo(refused(Problem.TOKEN));
  }

  @Test
  void requestForATokenHasNone() {
    DpopRequest request = DpopRequest.forToken(List.of(proofWithout("ath")), "GET", TARGET);
    assertThat(verifier.verify(request, Optional.empty())).isEqualTo(new DpopResult.Proven(JKT));
  }

  @Test
  void tokenBoundToAnotherKeyIsRefusedAndNothingRemembered() {
    DpopRequest request = new DpopRequest(List.of(forge(claims()).sign()), "GET", TARGET, TOKEN);
    assertThat(verifier.verify(request, Optional.of("x".repeat(43))))
        .isEqualTo(refused(Problem.KEY));
    assertThat(verifier.verify(request, Optional.of(JKT))).isEqualTo(new DpopResult.Proven(JKT));
  }

  @Test
  void nonceIsAskedForAndGoesStale() {
    DpopNonces nonces = new DpopNonces(new byte[32], Duration.ofMinutes(1), clock);
    DpopVerifier strict = DpopVerifier.builder().clock(clock).nonces(nonces).build();
    String nonce = strict.nonce().orElseThrow();
    DpopRequest without = new DpopRequest(List.of(forge(claims()).sign()), "GET", TARGET, TOKEN);
    assertThat(strict.verify(without, Optional.of(JKT))).isEqualTo(refused(Problem.NONCE));
    DpopRequest with = new DpopRequest(List.of(proofWith("nonce", nonce)), "GET", TARGET, TOKEN);
    assertThat(strict.verify(with, Optional.of(JKT))).isEqualTo(new DpopResult.Proven(JKT));
    assertThat(verifier.nonce()).isEmpty();

    clock.advance(Duration.ofMinutes(1));
    assertThat(nonces.isGood(nonce)).isTrue();
    assertThat(nonces.current()).isNotEqualTo(nonce);
    clock.advance(Duration.ofMinutes(1));
    assertThat(nonces.isGood(nonce)).isFalse();
  }

  @Test
  void noncesOfAnotherKeyAreNotGood() {
    byte[] other = new byte[32];
    other[0] = 1;
    DpopNonces nonces = new DpopNonces(new byte[32], Duration.ofMinutes(1), clock);
    String foreign = new DpopNonces(other, Duration.ofMinutes(1), clock).current();
    assertThat(nonces.isGood(foreign)).isFalse();
    assertThat(nonces.isGood("")).isFalse();
    assertThat(DpopNonces.ofThisProcess().isGood(DpopNonces.ofThisProcess().current())).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DpopNonces(new byte[31], Duration.ofMinutes(1), clock));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DpopNonces(new byte[32], Duration.ZERO, clock));
  }

  @Test
  void fullMemoryRefusesRatherThanForgets() {
    DpopVerifier small =
        DpopVerifier.builder().clock(clock).memory(new LocalReplayMemory(16, () -> 0)).build();
    int refused = 0;
    for (int i = 0; i < 64; i++) {
      String proof = proofWith("jti", "p-" + i);
      DpopRequest request = new DpopRequest(List.of(proof), "GET", TARGET, TOKEN);
      if (small.verify(request, Optional.of(JKT)).equals(refused(Problem.UNAVAILABLE))) {
        refused++;
      } else {
        assertThat(small.verify(request, Optional.of(JKT))).isEqualTo(refused(Problem.REPLAYED));
      }
    }
    assertThat(refused).isBetween(48, 63);
  }

  @Test
  void settingsAreBounded() {
    DpopVerifier.Builder builder = DpopVerifier.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.algorithms(JwsAlgorithm.HS256));
    assertThatIllegalArgumentException().isThrownBy(builder::algorithms);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxAge(Duration.ofMinutes(6)));
    assertThatIllegalArgumentException().isThrownBy(() -> new LocalReplayMemory(15));
    assertThat(builder.build().algorithmNames()).isEqualTo("ES256 Ed25519 PS256 RS256");
  }

  @Test
  void onlyListedAlgorithmsCount() {
    DpopVerifier edwards =
        DpopVerifier.builder().clock(clock).algorithms(JwsAlgorithm.ED25519).build();
    DpopRequest request = new DpopRequest(List.of(forge(claims()).sign()), "GET", TARGET, TOKEN);
    assertThat(edwards.verify(request, Optional.of(JKT))).isEqualTo(refused(Problem.NOT_A_PROOF));
  }

  @Test
  void examplesOfTheRfcHold() {
    Vectors vectors = Vectors.orSkip(why -> assumeTrue(false, why));
    int proofs = 0;
    for (Json test : vectors.json("rfc-examples/rfc9449_dpop.json").at("tests").items()) {
      if (test.at("header").has("jwk")) {
        Json payload = test.at("payload");
        FakeClock then = FakeClock.at(Instant.ofEpochSecond(payload.at("iat").number()));
        DpopRequest request =
            DpopRequest.forToken(
                List.of(test.text("compact")), payload.text("htm"), payload.text("htu"));
        DpopResult result =
            DpopVerifier.builder().clock(then).build().verify(request, Optional.empty());
        assertThat(result).isInstanceOf(DpopResult.Proven.class);
        proofs++;
      }
    }
    assertThat(proofs).isPositive();
  }

  @Test
  void nothingOfTheRequestIsShown() {
    DpopRequest request = new DpopRequest(List.of("secret-proof"), "GET", TARGET, "secret-token");
    assertThat(request.toString()).doesNotContain("secret");
  }
}
