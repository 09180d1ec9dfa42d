package signet.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the transcripts in {@code src/test/resources/transcripts}: what is typed, and exactly what
 * comes back.
 *
 * <pre>
 * # A comment.
 * $ signet token verify --public-key rsa.pem &lt; good
 * a line of standard output, with … for what varies
 * ! a line of standard error
 * [1]
 * </pre>
 *
 * <p>{@code [n]} is the exit status, 0 where it is missing. Files lie in one folder of fixtures; a
 * word that names one stands for its path, {@code new:name} for one that does not exist.
 */
final class TranscriptTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @TempDir private static Path folder;

  @BeforeAll
  static void writeFixtures() throws IOException {
    Fixtures.write(folder);
  }

  private record Exchange(int line, String command, List<String> answer) {}

  @TestFactory
  Stream<DynamicTest> transcripts() throws IOException, URISyntaxException {
    Path resources = Path.of(TranscriptTest.class.getResource("/transcripts").toURI());
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(resources)) {
      for (Path file : files.sorted().toList()) {
        for (Exchange exchange : exchanges(file)) {
          String name = file.getFileName() + ":" + exchange.line() + " " + exchange.command();
          tests.add(DynamicTest.dynamicTest(name, () -> replay(exchange)));
        }
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static List<Exchange> exchanges(Path file) throws IOException {
    List<Exchange> exchanges = new ArrayList<>();
    List<String> answer = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.startsWith("$ signet")) {
        answer = new ArrayList<>();
        exchanges.add(new Exchange(number, line.substring(2), answer));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        answer.add(line);
      }
    }
    return exchanges;
  }

  private static void replay(Exchange exchange) throws IOException {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(exchange.command());
    while (word.find()) {
      words.add(word.group(1) != null ? word.group(1) : path(word.group(2)));
    }
    byte[] input = new byte[0];
    int redirect = words.indexOf("<");
    if (redirect >= 0) {
      input = Files.readAllBytes(Path.of(words.get(redirect + 1)));
      words = words.subList(0, redirect);
    }
    String[] arguments = words.subList(1, words.size()).toArray(new String[0]);
    CommandRun run = CommandRun.of(Set.of(), Map.of(), input, arguments);

    StringBuilder actual = new StringBuilder();
    run.out()
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> actual.append(line).append('\n'));
    run.err().lines().forEach(line -> actual.append("! ").append(line).append('\n'));
    if (run.status() != 0) {
      actual.append('[').append(run.status()).append("]\n");
    }
    String expected = exchange.answer().stream().map(line -> line + "\n").collect(joining());
    String seen = actual.toString().replace(folder + "/", "");
    String pattern = Pattern.quote(expected).replace("…", "\\E[^\n]*\\Q");
    assertThat(seen.matches("(?s)" + pattern))
        .as("expected:%n%s%nbut it was:%n%s", expected, seen)
        .isTrue();
  }

  private static String path(String word) {
    if (word.startsWith("new:")) {
      return folder.resolve(word.substring(4)).toString();
    }
    Path fixture = folder.resolve(word);
    return word.matches("[a-z0-9.-]+") && Files.exists(fixture) ? fixture.toString() : word;
  }
}
