package signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenInputTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "\n", " \r\n"})
  void nothingToReadIsNoToken(String input) {
    CommandRun run = CommandRun.of(input, "token", "decode");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("signet: no token was given: standard input is empty\n");
    assertThat(run.out()).isEmpty();
  }
}
