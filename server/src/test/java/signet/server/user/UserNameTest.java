package signet.server.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UserNameTest {
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

  private static String key(String name) {
    return UserName.parse(name).orElseThrow().key();
  }
}
