package signet.server.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordTest {
  @ParameterizedTest
  @ValueSource(ints = {8, 256})
  void takesLengthsAtTheBounds(int characters) throws PasswordRejectedException {
    assertThat(Password.chosen("p".repeat(characters)).utf8()).hasSize(characters);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 257})
  void rejectsLengthsBeyondTheBounds(int characters) {
    assertThatThrownBy(() -> Password.chosen("p".repeat(characters)))
        .isInstanceOf(PasswordRejectedException.class)
        .hasMessage("a password has 8 to 256 characters");
  }

  @Test
  void countsCharactersAndNotCodeUnits() throws PasswordRejectedException {
    assertThat(Password.chosen("😀".repeat(256)).utf8()).hasSize(256 * 4);
    assertThatThrownBy(() -> Password.chosen("😀".repeat(7)))
        .isInstanceOf(PasswordRejectedException.class);
  }

  @Test
  void countsAfterNormalization() throws PasswordRejectedException {
    // Seven letters, one of them with a combining accent: eight before, seven after.
    assertThatThrownBy(() -> Password.chosen("passwoe\u0301"))
        .isInstanceOf(PasswordRejectedException.class);
  }

  @Test
  void sameTextInOtherFormsIsTheSamePassword() {
    byte[] composed = Password.presented("crème brûlée ﬁ").utf8();
    byte[] decomposed = Password.presented("cre\u0300me bru\u0302le\u0301e fi").utf8();

    assertThat(composed).isEqualTo(decomposed);
  }

  // Normalized, this text would take hours.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLongRowOfMarksIsHashedAsItIs() {
    String row = "\u0301".repeat(2_000_000) + "\u0323".repeat(2_000_000);
    assertThat(Password.presented(row).utf8()).hasSize(2 * row.length());
  }

  @Test
  void neverShowsItself() {
    assertThat(Password.presented("correct horse")).asString().doesNotContain("correct");
  }
}
