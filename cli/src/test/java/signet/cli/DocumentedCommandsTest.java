package signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParameterException;

/** Every {@code signet …} in the documentation is one that the command line takes. */
final class DocumentedCommandsTest {
  private static final Path ROOT = Path.of(System.getProperty("signet.root", ".."));
  private static final Pattern BLOCK = Pattern.compile("(?s)```(?:sh)?\\n(.*?)```");

  /** Up to what belongs to the shell: another command, a redirection, a comment. */
  private static final Pattern COMMAND =
      Pattern.compile("(?m)(?:^|[|(!] ?|then |until )\\s*(?:\\./)?signet( [^\\n|<>&;#)]*)");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .map(ROOT::relativize)
          .filter(file -> !file.startsWith("docs/decisions"))
          .forEach(pages::add);
    }
    return pages.stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandIsOneThatIsTaken(Path page) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve(page)));
    while (block.find()) {
      Matcher command = COMMAND.matcher(block.group(1).replace("\\\n", " "));
      while (command.find()) {
        String text = command.group(1);
        assertThat(problem(words(text))).as("signet%s", text).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aWrongOneIsFound(String text) {
    assertThat(problem(words(text))).isNotEmpty();
  }

  static Stream<String> wrong() {
    return Stream.of("toke verify", "token verify --isuer x", "user add", "key rotate now");
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      words.add(word.group(1) != null ? word.group(1) : word.group(word.group(2) != null ? 2 : 3));
    }
    return words;
  }

  private static String problem(List<String> words) {
    try {
      HelpTest.everyCommand().parseArgs(words.toArray(new String[0]));
      return "";
    } catch (ParameterException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
