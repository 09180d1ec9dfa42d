package signet.bearer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import signet.bearer.dpop.DpopNonces;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.dpop.ReplayMemory.Sight;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.testkit.forge.DpopForge;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/**
 * The exact answers of RFC 9449 §7 to tokens that are bound to a key, and to those that are not.
 */
final class BoundTokenTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String TARGET = "https://api.example/orders";
  private static final ForgeKey ISSUER = ForgeKey.generate("ES256");
  private static final ForgeKey CLIENT = ForgeKey.generate("ES256");
  private static final String JKT = Jwk.parse(CLIENT.jwk()).thumbprint();
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final JwtVerifier VERIFIER =
      JwtVerifier.accessToken("https://auth.example", "orders")
          .keys(JwkSet.parse(ForgeKey.jwks(ISSUER)))
          .algorithms(JwsAlgorithm.ES256)
          .clock(CLOCK)
          .build();

  private static String token(@Nullable Object confirmation) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", "https://auth.example");
    claims.put("sub", "alice");
    claims.put("aud", "orders");
    claims.put("client_id", "default");
    claims.put("iat", NOW.getEpochSecond());
    claims.put("exp", NOW.plusSeconds(900).getEpochSecond());
    claims.put("jti", "t-1");
    if (confirmation != null) {
      claims.put("cnf", confirmation);
    }
    return TokenForge.with(ISSUER).header("typ", "at+jwt").claims(claims).sign();
  }

  private static String boundToken() {
    return token(Map.of("jkt", JKT));
  }

  private static DpopForge proof(String token) {
    return DpopForge.of(CLIENT, "GET", TARGET, NOW).withToken(token);
  }

  private static BearerAuthenticator authenticator(DpopVerifier.Builder proofs) {
    return BearerAuthenticator.builder(VERIFIER, "orders")
        .proofs(proofs.clock(CLOCK).build())
        .build();
  }

  private final BearerAuthenticator authenticator = authenticator(DpopVerifier.builder());

  private Authentication answer(String authorization, String... proofs) {
    return authenticator.authenticate(
        BearerRequest.of(List.of(authorization)).withProof(List.of(proofs), "GET", TARGET));
  }

  private static void assertRefused(Authentication answer, String error, String reason) {
    Challenge challenge = (Challenge) answer;
    assertThat(challenge.status()).isEqualTo(401);
    assertThat(challenge.headers())
        .containsExactly(
            new Challenge.Header(
                "WWW-Authenticate",
                "DPoP realm=\"orders\", error=\"%s\", reason=\"%s\", algs=\"%s\""
                    .formatted(error, reason, "ES256 Ed25519 PS256 RS256")));
  }

  @Test
  void boundTokenPassesWithItsProof() {
    String token = boundToken();
    assertThat(answer("DPoP " + token, proof(token).sign())).isInstanceOf(Authenticated.class);
    assertThat(answer("dpop " + token, proof(token).sign())).isInstanceOf(Authenticated.class);
  }

  @Test
  void boundTokenIsNoBearerToken() {
    String token = boundToken();
    assertRefused(answer("Bearer " + token, proof(token).sign()), "invalid_token", "dpop_missing");
    assertRefused(
        authenticator.authenticate(BearerRequest.of(List.of("Bearer " + token))),
        "invalid_token",
        "dpop_missing");
    assertRefused(answer("DPoP " + token), "invalid_token", "dpop_missing");
  }

  @Test
  void proofHasToHold() {
    String token = boundToken();
    String used = proof(token).sign();
    assertThat(answer("DPoP " + token, used)).isInstanceOf(Authenticated.class);
    assertRefused(answer("DPoP " + token, used), "invalid_dpop_proof", "dpop_invalid");
    assertRefused(
        answer("DPoP " + token, proof("another").sign()), "invalid_dpop_proof", "dpop_invalid");
    assertRefused(
        answer("DPoP " + token, proof(token).sign(), proof(token).sign()),
        "invalid_dpop_proof",
        "dpop_invalid");
    String foreign =
        DpopForge.of(ForgeKey.generate("ES256"), "GET", TARGET, NOW).withToken(token).sign();
    assertRefused(answer("DPoP " + token, foreign), "invalid_token", "dpop_invalid");
  }

  @Test
  void tokenThatIsNotBoundIsABearerToken() {
    String token = token(null);
    assertThat(answer("Bearer " + token)).isInstanceOf(Authenticated.class);
    assertRefused(answer("DPoP " + token, proof(token).sign()), "invalid_token", "dpop_invalid");
  }

  @Test
  void tokenBoundToSomethingElseIsRefused() {
    for (Object confirmation :
        List.of(
            Map.of("x5t#S256", JKT),
            Map.of("jkt", JKT, "x5t#S256", JKT),
            Map.of("jkt", 1),
            Map.of(),
            "jkt")) {
      String token = token(confirmation);
      assertRefused(answer("Bearer " + token), "invalid_token", "dpop_invalid");
      assertRefused(answer("DPoP " + token, proof(token).sign()), "invalid_token", "dpop_invalid");
    }
  }

  @Test
  void schemeIsUnknownToWhoLooksAtNoProofs() {
    Authentication answer =
        authenticator.authenticate(BearerRequest.of(List.of("DPoP " + boundToken())));
    assertThat(((Challenge) answer).headers())
        .containsExactly(new Challenge.Header("WWW-Authenticate", "Bearer realm=\"orders\""));
  }

  @Test
  void nonceComesWithTheAnswerThatAsksForOne() {
    DpopNonces nonces = new DpopNonces(new byte[32], Duration.ofMinutes(1), CLOCK);
    BearerAuthenticator strict = authenticator(DpopVerifier.builder().nonces(nonces));
    String token = boundToken();
    BearerRequest request = BearerRequest.of(List.of("DPoP " + token));
    Challenge asked =
        (Challenge)
            strict.authenticate(request.withProof(List.of(proof(token).sign()), "GET", TARGET));
    assertThat(asked.error()).contains("use_dpop_nonce");
    assertThat(asked.headers()).hasSize(2);
    assertThat(asked.headers().get(1))
        .isEqualTo(new Challenge.Header("DPoP-Nonce", nonces.current()));
    String told = proof(token).with("nonce", nonces.current()).sign();
    assertThat(strict.authenticate(request.withProof(List.of(told), "GET", TARGET)))
        .isInstanceOf(Authenticated.class);
  }

  @Test
  void whereNothingMoreCanBeRememberedTheAnswerIs503() {
    BearerAuthenticator full =
        authenticator(DpopVerifier.builder().memory((id, keep) -> Sight.NO_ROOM));
    String token = boundToken();
    Challenge answer =
        (Challenge)
            full.authenticate(
                BearerRequest.of(List.of("DPoP " + token))
                    .withProof(List.of(proof(token).sign()), "GET", TARGET));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsExactly(new Challenge.Header("Retry-After", "5"));
  }
}
