package signet.jose.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import signet.jose.jwt.Verification;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/**
 * Signet and nimbus-jose-jwt judge generated good and damaged tokens alike, or differ as {@link
 * PolicyDifference} explains. Each case is tried with every algorithm: 1,000 tokens an algorithm
 * with {@code -Dsignet.scale=full}, 100 otherwise.
 */
class NimbusAgreementProperties {
  private static final Peer NIMBUS = new NimbusPeer();

  private static final List<ForgeKey> KEYS =
      TokenForge.supported().stream()
          .flatMap(alg -> NIMBUS.alg(alg).stream())
          .map(ForgeKey::generate)
          .toList();

  private static final Map<String, ForgeKey> ML_DSA_KEYS =
      Stream.of("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")
          .filter(TokenForge::supports)
          .collect(Collectors.toMap(Function.identity(), ForgeKey::generate));

  @Property(edgeCases = EdgeCasesMode.NONE)
  void nimbusAgrees(@ForAll("cases") TokenCase tokenCase) {
    KEYS.forEach(key -> Agreement.assertAgreement(NIMBUS, key, tokenCase));
  }

  /** Nimbus lacks ML-DSA, so the JDK itself is asked, over tokens in the one canonical form. */
  @Property(edgeCases = EdgeCasesMode.NONE)
  void jdkAgreesOnMlDsa(@ForAll("damagedCases") TokenCase tokenCase) {
    ML_DSA_KEYS
        .values()
        .forEach(
            key -> {
              String token = tokenCase.token(key);
              boolean ours = Ours.verify(key, token) instanceof Verification.Verified;
              assertThat(ours).as(token).isEqualTo(isSignedBy(key, token));
            });
  }

  private static boolean isSignedBy(ForgeKey key, String token) {
    if (!token.matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+")) {
      return false;
    }
    String input = token.substring(0, token.lastIndexOf('.'));
    try {
      return isCanonical(Damage.part(token, 0))
          && isCanonical(Damage.part(token, 1))
          && isCanonical(Damage.part(token, 2))
          && key.verify(input.getBytes(StandardCharsets.US_ASCII), Damage.bytes(token, 2));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isCanonical(String part) {
    byte[] bytes = Base64.getUrlDecoder().decode(part);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
  }

  @Provide
  Arbitrary<TokenCase> cases() {
    return TokenCase.all();
  }

  @Provide
  Arbitrary<TokenCase> damagedCases() {
    return TokenCase.damaged();
  }
}
