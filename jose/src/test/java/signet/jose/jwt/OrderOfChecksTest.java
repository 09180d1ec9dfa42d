package signet.jose.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import signet.jose.internal.JsonWriter;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.SigningKey;
import signet.jose.reject.RejectReason;
import signet.testkit.time.FakeClock;

/**
 * Starts from a token that fails every check at once and mends one after the other: the reason must
 * move through the checks in their order.
 */
class OrderOfChecksTest {
  private static final PrivateJwk KEY = PrivateJwk.generate(JwsAlgorithm.ES256);
  private static final PrivateJwk STRANGER = PrivateJwk.generate(JwsAlgorithm.ES256);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long SECONDS = NOW.getEpochSecond();

  private final AtomicReference<Optional<JwkSet>> keys = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<RejectReason>> revoked =
      new AtomicReference<>(Optional.of(RejectReason.REVOKED));
  private boolean custom;

  private final JwtVerifier verifier =
      JwtVerifier.accessToken("https://id.example", "https://api.example")
          .algorithms(JwsAlgorithm.ES256)
          .keys(keys::get)
          .clock(FakeClock.at(NOW))
          .maxAge(Duration.ofMinutes(5))
          .maxLifetime(Duration.ofMinutes(15))
          .check(jwt -> custom)
          .revocation(jwt -> revoked.get())
          .build();

  private final Map<String, Object> header = new LinkedHashMap<>();
  private final Map<String, Object> claims = new LinkedHashMap<>();
  private final List<RejectReason> seen = new ArrayList<>();
  private SigningKey signer = SigningKey.of(STRANGER);

  private String token() {
    String signed = encoded(header) + "." + encoded(claims);
    byte[] signature = signer.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static String encoded(Map<String, Object> json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(JsonWriter.write(json).getBytes(StandardCharsets.UTF_8));
  }

  private void look(String token) {
    Verification verification = verifier.verify(token);
    seen.add(((Verification.Rejected) verification).reason());
  }

  @Test
  void movesThroughTheChecksInTheirOrder() {
    header.put("crit", List.of("x"));
    header.put("alg", "none");
    header.put("typ", "JWT");
    header.put("kid", "nobody");
    claims.put("exp", "soon");
    look("x".repeat(9000));
    look(token() + "=");
    look(token());
    header.remove("crit");
    look(token());
    header.put("alg", "RS256");
    look(token());
    header.put("alg", "ES256");
    look(token());
    header.put("typ", "at+jwt");
    look(token());
    keys.set(Optional.of(JwkSet.of(KEY.toPublic())));
    look(token());
    header.put("kid", KEY.kid().orElseThrow());
    look(token());
    signer = SigningKey.of(KEY);
    mendClaims();
    assertThat(verifier.verify(token())).isInstanceOf(Verification.Verified.class);
    assertThat(seen)
        .containsExactly(
            RejectReason.TOO_LARGE,
            RejectReason.MALFORMED,
            RejectReason.CRITICAL_HEADER,
            RejectReason.ALG_NONE,
            RejectReason.ALG_NOT_ALLOWED,
            RejectReason.WRONG_TYPE,
            RejectReason.KEYS_UNAVAILABLE,
            RejectReason.UNKNOWN_KID,
            RejectReason.BAD_SIGNATURE,
            RejectReason.BAD_CLAIM,
            RejectReason.MISSING_CLAIM,
            RejectReason.WRONG_ISSUER,
            RejectReason.WRONG_AUDIENCE,
            RejectReason.EXPIRED,
            RejectReason.NOT_YET_VALID,
            RejectReason.ISSUED_IN_FUTURE,
            RejectReason.TOO_OLD,
            RejectReason.LIFETIME_TOO_LONG,
            RejectReason.CUSTOM_CHECK,
            RejectReason.REVOKED,
            RejectReason.REVOCATIONS_UNAVAILABLE)
        .isSorted();
  }

  private void mendClaims() {
    look(token());
    claims.put("exp", SECONDS - 60);
    claims.put("nbf", SECONDS + 60);
    look(token());
    claims.put("iss", "https://evil.example");
    claims.put("aud", "https://other.example");
    claims.put("sub", "user");
    claims.put("client_id", "web");
    claims.put("jti", "1");
    claims.put("iat", SECONDS + 60);
    look(token());
    claims.put("iss", "https://id.example");
    look(token());
    claims.put("aud", List.of("https://other.example", "https://api.example"));
    look(token());
    claims.put("exp", SECONDS + 3600);
    look(token());
    claims.remove("nbf");
    look(token());
    claims.put("iat", SECONDS - 3600);
    look(token());
    claims.put("iat", SECONDS - 60);
    look(token());
    claims.put("exp", SECONDS + 600);
    look(token());
    custom = true;
    look(token());
    revoked.set(Optional.of(RejectReason.REVOCATIONS_UNAVAILABLE));
    look(token());
    revoked.set(Optional.empty());
  }
}
