package signet.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import signet.cli.terminal.Terminal;

final class StoryTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Story story =
      new Story(
          new Terminal(
              InputStream.nullInputStream(),
              new PrintStream(out, false, UTF_8),
              new PrintStream(OutputStream.nullOutputStream()),
              Set.of(),
              Map.of()));

  @Test
  void countsStepsAndWrongAnswers() {
    story.step("one");
    story.verdict(true, "as it must be");
    story.step("two");
    story.verdict(false, "as it must be");
    assertThat(story.steps()).isEqualTo(2);
    assertThat(story.wrong()).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("2. two\n   WRONG: as it must be\n");
  }

  @Test
  void breaksLongLinesBetweenWords() {
    story.received(
        "401 WWW-Authenticate: Bearer realm=\"orders\", error=\"invalid_token\", reason=\"x\"");
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
               < 401 WWW-Authenticate: Bearer realm="orders", error="invalid_token",
                   reason="x"
            """);
  }

  @Test
  void shortensEachPartOfAToken() {
    assertThat(Story.shortened("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."))
        .isEqualTo("eyJhbGci….eyJzdWIi….");
    assertThat(Story.shortened("short.a.b")).isEqualTo("short.a.b");
  }
}
