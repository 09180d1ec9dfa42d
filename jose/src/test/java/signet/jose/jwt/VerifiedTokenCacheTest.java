package signet.jose.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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

  private static final ClaimTimes TIMES = new ClaimTimes(0, 0, 0);

  /**
   * A field and no variable: as long as the array of a cache never leaves one compiled method, JDK
   * 25.0.3 may read a slot that has been written as null.
   */
  private VerifiedTokenCache cache = new VerifiedTokenCache(4);

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
  private final Verification.Verified verified =
      (Verification.Verified) verifier.verify(token("a"));

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

  private VerifiedTokenCache.Entry entry(String token, JwkSet set) {
    return new VerifiedTokenCache.Entry(token, set, null, verified, TIMES);
  }

  @ParameterizedTest
  @CsvSource({"1, 4", "4, 4", "5, 8", "8, 8", "16, 16", "17, 32"})
  void holdsAsManyAsItMayAndNoMore(int maxEntries, int held) {
    cache = new VerifiedTokenCache(maxEntries);
    JwkSet set = keys.get().orElseThrow();
    List<String> tokens = tokensThatEndAsSignaturesDo(1000);
    for (int i = 0; i < tokens.size(); i++) {
      cache.add(entry(tokens.get(i), set), i);
    }
    int found = 0;
    for (String token : tokens) {
      found += cache.find(token, set, null) == null ? 0 : 1;
    }
    assertThat(found).isEqualTo(held);
  }

  /** Ends that only count up would fall into few places under some of the random multipliers. */
  private static List<String> tokensThatEndAsSignaturesDo(int count) {
    Random random = new Random(1);
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] end = new byte[12];
      random.nextBytes(end);
      tokens.add("token." + Base64.getUrlEncoder().encodeToString(end));
    }
    return tokens;
  }

  @Test
  void givesUpOneOfAFullSetByTheClock() {
    JwkSet set = keys.get().orElseThrow();
    for (int i = 0; i < 4; i++) {
      cache.add(entry("token-" + i, set), 0);
    }
    cache.add(entry("token-4", set), 4 * 1000 + 1);
    assertThat(cache.find("token-1", set, null)).isNull();
    for (int i : new int[] {0, 2, 3, 4}) {
      assertThat(cache.find("token-" + i, set, null)).isNotNull();
    }
  }

  @Test
  void givesUpWhatFormerKeysVerifiedFirst() {
    JwkSet former = JwkSet.of(OTHER.toPublic());
    JwkSet set = keys.get().orElseThrow();
    for (int i = 0; i < 4; i++) {
      cache.add(entry("former-" + i, former), 0);
    }
    for (int i = 0; i < 4; i++) {
      cache.add(entry("token-" + i, set), 0);
    }
    for (int i = 0; i < 4; i++) {
      assertThat(cache.find("token-" + i, set, null)).isNotNull();
      assertThat(cache.find("token-" + i, former, null)).isNull();
      assertThat(cache.find("token-" + i, set, former)).isNull();
      assertThat(cache.find("former-" + i, former, null)).isNull();
    }
  }

  @Test
  void keepsATokenOnce() {
    JwkSet set = keys.get().orElseThrow();
    VerifiedTokenCache.Entry latest = entry("a", set);
    cache.add(entry("a", set), 0);
    cache.add(entry("b", set), 0);
    cache.add(latest, 0);
    assertThat(cache.find("a", set, null)).isSameAs(latest);
    assertThat(cache.find("b", set, null)).isNotNull();
  }

  @Test
  void asksTheApplicationEachTime() {
    AtomicReference<Boolean> accepted = new AtomicReference<>(true);
    JwtVerifier asking =
        JwtVerifier.builder()
            .ignoreType()
            .ignoreIssuer()
            .ignoreAudience()
            .algorithms(JwsAlgorithm.ES256)
            .keys(keys::get)
            .clock(clock)
            .check(jwt -> accepted.get())
            .cache(1)
            .build();
    String token = token("a");
    assertThat(reason(asking.verify(token))).isEmpty();
    accepted.set(false);
    assertThat(reason(asking.verify(token))).contains(RejectReason.CUSTOM_CHECK);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, (1 << 20) + 1})
  void refusesASizeWithoutMeaning(int maxTokens) {
    JwtVerifier.Builder builder = JwtVerifier.builder();
    assertThatThrownBy(() -> builder.cache(maxTokens)).isInstanceOf(IllegalArgumentException.class);
    assertThat(builder.cache(1).cache(1 << 20)).isSameAs(builder);
  }
}
