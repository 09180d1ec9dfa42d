package signet.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ShellWordsTest {
  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of("", List.of()),
        Arguments.of("curl  -s\thttps://a/\n", List.of("curl", "-s", "https://a/")),
        Arguments.of("curl \\\n -H x", List.of("curl", "-H", "x")),
        Arguments.of("-H 'A: b c'", List.of("-H", "A: b c")),
        Arguments.of("-H \"A: it's\"", List.of("-H", "A: it's")),
        Arguments.of("'a'\"b\"c", List.of("abc")),
        Arguments.of("-d ''  x", List.of("-d", "", "x")),
        Arguments.of("a\\ b", List.of("a b")),
        Arguments.of("\"a\\\"b\"", List.of("a\"b")),
        Arguments.of("'a\\b'", List.of("a\\b")),
        Arguments.of("end\\", List.of("end\\")),
        Arguments.of("'never closed", List.of("never closed")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void splitsAsAShellDoes(String command, List<String> words) {
    assertThat(ShellWords.split(command)).isEqualTo(words);
  }
}
