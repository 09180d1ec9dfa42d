package signet.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.server.key.RefreshTokenKeys;

final class RefreshTokensTest {
  private static final String SID = "AAAAAAAAAAAAAAAAAAAAAA";
  private static final String OTHER_SID = "AAAAAAAAAAAAAAAAAAAAAQ";

  private final RefreshTokens tokens = new RefreshTokens(RefreshTokenKeys.of(1), new Random(1));
  private final SessionSecret secret = tokens.nextSecret();
  private final String genuine = tokens.issue(SID, secret, 7).encoded();

  @Test
  void whatItIssuesIsGenuineAndSaysWhatItIs() {
    RefreshToken parsed = RefreshToken.parse(genuine).orElseThrow();

    assertThat(genuine).matches("[\\w-]{84}");
    assertThat(parsed.sid()).isEqualTo(SID);
    assertThat(parsed.generation()).isEqualTo(7);
    assertThat(parsed.encoded()).isEqualTo(genuine);
    assertThat(tokens.isGenuine(parsed, secret)).isTrue();
    assertThat(parsed.toString()).doesNotContain(genuine.substring(60));
  }

  @Test
  void theSameGenerationIsTheSameToken() {
    assertThat(tokens.issue(SID, secret, 7).encoded()).isEqualTo(genuine);
    assertThat(tokens.issue(SID, secret, 8).encoded()).isNotEqualTo(genuine);
  }

  @Test
  void everySingleBitCounts() {
    byte[] bytes = Base64.getUrlDecoder().decode(genuine);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      Optional<RefreshToken> parsed =
          RefreshToken.parse(Base64.getUrlEncoder().withoutPadding().encodeToString(changed));

      assertThat(parsed.filter(token -> tokens.isGenuine(token, secret)))
          .as("bit %d", bit)
          .isEmpty();
    }
  }

  @Test
  void rejectsTextThatIsNoToken() {
    for (String text :
        new String[] {
          "",
          genuine.substring(1),
          genuine + "A",
          genuine + "=",
          genuine.substring(0, 83) + "=",
          genuine.substring(0, 82) + "==",
          genuine.substring(0, 83) + "+",
          genuine.substring(0, 83) + "\n",
          " " + genuine.substring(1),
          "é" + genuine.substring(1)
        }) {
      assertThat(RefreshToken.parse(text)).as(text).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void rejectsAGenerationThatCannotBe(long generation) {
    assertThat(RefreshToken.parse(tokens.issue(SID, secret, generation).encoded())).isEmpty();
  }

  @Test
  void isBoundToSessionSecretAndKey() {
    RefreshToken token = RefreshToken.parse(genuine).orElseThrow();
    RefreshTokens otherKey = new RefreshTokens(RefreshTokenKeys.of(2), new Random(1));
    RefreshToken moved = new RefreshToken(token.keyId(), OTHER_SID, 7, token.tag());

    assertThat(tokens.isGenuine(token, tokens.nextSecret())).isFalse();
    assertThat(tokens.isGenuine(moved, secret)).isFalse();
    assertThat(otherKey.isGenuine(token, secret)).isFalse();
    assertThat(tokens.isGenuine(token, new SessionSecret("", ""))).isFalse();
    assertThatThrownBy(() -> otherKey.issue(SID, secret, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tokensOfAnotherKeyAreTakenWhileItIsKnownAndMoveToTheCurrentOne() {
    RefreshTokens moving =
        new RefreshTokens(RefreshTokenKeys.of(2), List.of(RefreshTokenKeys.of(1)), new Random(1));
    RefreshToken old = RefreshToken.parse(genuine).orElseThrow();

    assertThat(moving.isGenuine(old, secret)).isTrue();
    assertThat(moving.issue(SID, secret, 7).encoded()).isEqualTo(genuine);
    assertThat(moving.nextSecret().keyId()).isEqualTo(RefreshTokenKeys.of(2).id());

    SessionSecret moved = moving.moved(secret);
    RefreshToken next = moving.issue(SID, moved, 8);
    assertThat(next.keyId()).isEqualTo(RefreshTokenKeys.of(2).id());
    assertThat(moving.isGenuine(next, moved)).isTrue();
    // The parent, under the key before, is still known as this session's.
    assertThat(moving.isGenuine(old, moved)).isTrue();
    assertThat(tokens.isGenuine(next, moved)).isFalse();
  }

  @Test
  void aTagUnderOneKeyIsNoneUnderAnother() {
    RefreshTokens both =
        new RefreshTokens(RefreshTokenKeys.of(2), List.of(RefreshTokenKeys.of(1)), new Random(1));
    RefreshToken old = RefreshToken.parse(genuine).orElseThrow();

    assertThat(
            both.isGenuine(
                new RefreshToken(RefreshTokenKeys.of(2).id(), SID, 7, old.tag()), secret))
        .isFalse();
  }
}
