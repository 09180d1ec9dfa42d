package signet.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TerminalTest {
  private static Terminal reading(String input) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Terminal(
        new ByteArrayInputStream(input.getBytes(UTF_8)), nowhere, nowhere, Set.of(), Map.of());
  }

  @Test
  void readsLinesWithEitherEnd() throws Exception {
    Terminal terminal = reading("one\r\n\ntw\u00f6");
    assertThat(terminal.readLine(100)).contains("one");
    assertThat(terminal.readLine(100)).contains("");
    assertThat(terminal.readLine(100)).contains("tw\u00f6");
    assertThat(terminal.readLine(100)).isEmpty();
  }

  @Test
  void cutsALineThatIsTooLongAndGoesOnAfterIt() throws Exception {
    Terminal terminal = reading("x".repeat(1_000_000) + "\nnext\n");
    assertThat(terminal.readLine(10)).contains("x".repeat(10));
    assertThat(terminal.readLine(10)).contains("next");
  }

  @Test
  void readsAPasswordAsOneLine() throws Exception {
    assertThat(reading("correct horse \nmore").readNewPassword("Password"))
        .isEqualTo("correct horse ");
  }

  @Test
  void saysHowToGiveAPasswordWhenThereIsNone() {
    Terminal terminal = reading("");
    assertThatExceptionOfType(OperatorException.class)
        .isThrownBy(() -> terminal.readNewPassword("Password"))
        .withMessageContaining("pipe one line")
        .matches(e -> e.exitCode() == ExitCode.USAGE);
  }

  @Test
  void treatsAnEmptyVariableAsUnset() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            nowhere,
            nowhere,
            Set.of("out"),
            Map.of("NO_COLOR", "", "A", "b"));
    assertThat(terminal.environment("NO_COLOR")).isEmpty();
    assertThat(terminal.environment("A")).contains("b");
    assertThat(terminal.hasColours()).isTrue();
  }
}
