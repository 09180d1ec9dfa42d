package signet.server.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UserNameTest {
  private static final String ROW_OF_MARKS =
      "\u0301".repeat(2_000_000) + "\u0323".repeat(2_000_000);

  @ParameterizedTest
  @CsvSource({"Alice, alice", "ÅSA, åsa", "ａｌｉｃｅ, alice", "a@example.com, A@Example.COM"})
  void namesThatLookAlikeAreOne(String one, String other) {
    assertThat(key(one)).isEqualTo(key(other));
  }

  @Test
  void keepsTheCaseForPeople() {
    assertThat(UserName.parse("Alice")).map(UserName::written).contains("Alice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a\tb", "a\nb", " a", "a\u200bb", "a\u202eb", "\ud800", "a\u0000"})
  void rejectsWhatCannotBeSeen(String name) {
    assertThat(UserName.parse(name)).isEmpty();
  }

  @Test
  void hasAtMost128Characters() {
    assertThat(UserName.parse("a".repeat(128))).isPresent();
    assertThat(UserName.parse("a".repeat(129))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x3164, 0x2800, 0x115F, 0x1160, 0x034F, 0x180B, 0xFE0F, 0xE0100, 0xFFA0})
  void rejectsWhatShowsNothing(int codePoint) {
    assertThat(UserName.parse(Character.toString(codePoint))).isEmpty();
    assertThat(UserName.parse("admin" + Character.toString(codePoint))).isEmpty();
  }

  @Test
  void marksThatComposeCountAsOneCharacter() {
    // An alpha with three marks is one character after normalization.
    assertThat(UserName.parse("\u03b1\u0313\u0342\u0345".repeat(128))).isPresent();
  }

  // Normalized, this text would take hours.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLongRowOfMarksIsNotNormalized() {
    assertThat(UserName.parse(ROW_OF_MARKS)).isEmpty();
  }

  private static String key(String name) {
    return UserName.parse(name).orElseThrow().key();
  }
}
