package signet.server.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommonPasswordsTest {
  @ParameterizedTest
  // The last one is full-width, which NFKC makes the first one.
  @ValueSource(strings = {"password", "PassWord", "1qaz2wsx", "qwertyuiop", "ｐａｓｓｗｏｒｄ"})
  void whatIsTriedFirstCannotBeChosen(String common) {
    assertThatThrownBy(() -> Password.chosen(common))
        .isInstanceOfSatisfying(
            PasswordRejectedException.class, e -> assertThat(e.rule()).contains("tried first"));
  }

  @Test
  void othersCanWithoutAnyRuleOfComposition() throws Exception {
    assertThat(Password.chosen("correct horse")).isNotNull();
    assertThat(Password.chosen("zzzzzzzzzzzz q")).isNotNull();
  }
}
