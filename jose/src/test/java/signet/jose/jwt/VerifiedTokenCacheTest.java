package signet.jose.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwe.JweDecrypter;
import signet.jose.jwe.JweEncrypter;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.SigningKey;
import signet.jose.reject.RejectReason;
import signet.testkit.time.FakeClock;

class VerifiedTokenCacheTest {
  private static final PrivateJwk KEY = PrivateJwk.generate(JwsAlgorithm.ES256);
  private static final PrivateJwk OTHER = PrivateJwk.generate(JwsAlgorithm.ES256);
  private static final JwtSigner SIGNER = JwtSigner.of(SigningKey.of(KEY), "JWT");

  private final FakeClock clock = FakeClock.at("2026-01-01T00:00:00Z");
  private final Set<String> revoked = new HashSet<>();
  private final AtomicReference<Optional<JwkSet>> keys =
      new AtomicReference<>(Optional.of(JwkSet.of(KEY.toPublic())));
  private final JwtVerifier verifier =
      JwtVerifier.builder()
          .ignoreType()
          .ignoreIssuer()
          .ignoreAudience()
          .algorithms(JwsAlgorithm.ES256)
          .keys(keys::get)
          .clock(clock)
          .clockSkew(Duration.ZERO)
          .revocation(
              jwt ->
                  revoked.contains(jwt.jwtId().orElseThrow())
                      ? Optional.of(RejectReason.REVOKED)
                      : Optional.empty())
          .cache(16)
          .build();

  private String token(String jwtId) {
    return SIGNER.sign(
        JwtClaims.builder().jwtId(jwtId).expiresAt(clock.instant().plusSeconds(60)).build());
  }

  private static Optional<RejectReason> reason(Verification verification) {
    return verification instanceof Verification.Rejected rejected
        ? Optional.of(rejected.reason())
        : Optional.empty();
  }

  @Test
  void answersTheSameForATokenThatItKnows() {
    String token = token("a");
    Verification first = verifier.verify(token);
    assertThat(verifier.verify(new String(token.toCharArray()))).isSameAs(first);
  }

  @Test
  void refusesAKnownTokenOnceItHasExpired() {
    String token = token("a");
    assertThat(reason(verifier.verify(token))).isEmpty();
    clock.advance(Duration.ofSeconds(60));
    assertThat(reason(verifier.verify(token))).contains(RejectReason.EXPIRED);
  }

  @Test
  void refusesAKnownTokenOnceItIsRevoked() {
    String token = token("a");
    assertThat(reason(verifier.verify(token))).isEmpty();
    revoked.add("a");
    assertThat(reason(verifier.verify(token))).contains(RejectReason.REVOKED);
  }

  @Test
  void forgetsEverythingWhenTheKeysChange() {
    String token = token("a");
    Verification first = verifier.verify(token);
    keys.set(Optional.of(JwkSet.of(OTHER.toPublic())));
    assertThat(reason(verifier.verify(token))).contains(RejectReason.UNKNOWN_KID);
    keys.set(Optional.of(JwkSet.of(KEY.toPublic(), OTHER.toPublic())));
    assertThat(verifier.verify(token)).isNotSameAs(first);
    assertThat(reason(verifier.verify(token))).isEmpty();
  }

  @Test
  void forgetsEncryptedTokensWhenTheKeysThatDecryptedThemAreWithdrawn() {
    PrivateJwk recipient = PrivateJwk.generateForAgreement(Curve.X25519);
    PrivateJwk successor = PrivateJwk.generateForAgreement(Curve.X25519);
    AtomicReference<JwkSet> recipients = new AtomicReference<>(JwkSet.of(recipient));
    JwtVerifier nesting =
        JwtVerifier.builder()
            .ignoreType()
            .ignoreIssuer()
            .ignoreAudience()
            .algorithms(JwsAlgorithm.ES256)
            .keys(keys::get)
            .clock(clock)
            .nested(
                JweDecrypter.builder()
                    .keys(() -> Optional.of(recipients.get()))
                    .algorithms(JweAlgorithm.ECDH_ES)
                    .encryptions(JweEncryption.A256GCM)
                    .build())
            .cache(16)
            .build();
    String token =
        JweEncrypter.of(recipient.toPublic(), JweAlgorithm.ECDH_ES, JweEncryption.A256GCM)
            .encryptNested(token("a"));
    assertThat(nesting.verify(token)).isSameAs(nesting.verify(token));
    recipients.set(JwkSet.of(successor));
    assertThat(reason(nesting.verify(token))).contains(RejectReason.NOT_DECRYPTABLE);
  }

  @Test
  void refusesAKnownTokenWhenThereAreNoKeys() {
    String token = token("a");
    assertThat(reason(verifier.verify(token))).isEmpty();
    keys.set(Optional.empty());
    assertThat(reason(verifier.verify(token))).contains(RejectReason.KEYS_UNAVAILABLE);
  }

  @Test
  void tellsTokensWithTheSameSignatureApart() {
    String token = token("a");
    assertThat(reason(verifier.verify(token))).isEmpty();
    String forged =
        token("b").substring(0, token.lastIndexOf('.')) + token.substring(token.lastIndexOf('.'));
    assertThat(reason(verifier.verify(forged))).contains(RejectReason.BAD_SIGNATURE);
    // A refusal is not remembered, and does not drive out what is.
    assertThat(reason(verifier.verify(forged))).contains(RejectReason.BAD_SIGNATURE);
    assertThat(reason(verifier.verify(token))).isEmpty();
  }

  @Test
  void holdsNoMoreThanItMay() {
    VerifiedTokenCache cache = new VerifiedTokenCache(16);
    JwkSet set = keys.get().orElseThrow();
    Verification.Verified verified = (Verification.Verified) verifier.verify(token("a"));
    ClaimTimes times = new ClaimTimes(0, 0, 0);
    int found = 0;
    for (int i = 0; i < 1000; i++) {
      cache.add(new VerifiedTokenCache.Entry("token-" + i, set, null, verified, times), i);
    }
    for (int i = 0; i < 1000; i++) {
      found += cache.find("token-" + i, set, null) == null ? 0 : 1;
    }
    assertThat(found).isBetween(1, 16);
  }

  @Test
  void refusesASizeWithoutMeaning() {
    assertThatThrownBy(() -> JwtVerifier.builder().cache(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
