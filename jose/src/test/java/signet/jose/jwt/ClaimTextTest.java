package signet.jose.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTextTest {
  private static final ClaimText SID = ClaimText.named("sid");

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "1234567", "12345678", "123456789", "caf\u00e9", "a \"quoted\" \\ text"})
  void aClaimHasTheHashOfItsText(String text) {
    JwtClaims claims = JwtClaims.builder().jwtId("x").claim("sid", text).build();
    assertThat(SID.hashIn(claims)).isEqualTo(ClaimText.hash(text)).isNotEqualTo(ClaimText.ABSENT);
    assertThat(SID.name()).isEqualTo("sid");
  }

  @Test
  void escapesDoNotMatter() {
    assertThat(SID.hashIn(JwtClaims.parse("{\"sid\":\"\\u0061b\"}")))
        .isEqualTo(ClaimText.hash("ab"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"sid\":7}", "{\"sid\":null}", "{\"sid\":[\"a\"]}"})
  void anythingElseIsAbsent(String json) {
    assertThat(SID.hashIn(JwtClaims.parse(json))).isEqualTo(ClaimText.ABSENT);
  }

  @Test
  void textsThatDifferLittleDiffer() {
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      hashes.add(ClaimText.hash("session-" + i));
    }
    hashes.add(ClaimText.hash("\0"));
    hashes.add(ClaimText.hash("\0\0"));
    hashes.add(ClaimText.hash(""));
    assertThat(hashes).hasSize(100_003);
  }
}
