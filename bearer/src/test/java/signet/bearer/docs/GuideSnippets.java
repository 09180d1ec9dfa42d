package signet.bearer.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares the Java blocks of a guide with the test that runs them. */
final class GuideSnippets {
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private GuideSnippets() {}

  /** Each block of the guide stands in the test, line for line. */
  static void assertStandIn(Class<?> test, String guide) throws IOException {
    Path source = Path.of("src/test/java/" + test.getName().replace('.', '/') + ".java");
    String run = unindented(Files.readString(source));
    Matcher block = JAVA_BLOCK.matcher(Files.readString(Path.of("../docs/guides/" + guide)));
    int blocks = 0;
    while (block.find()) {
      assertThat(run).contains(unindented(block.group(1)));
      blocks++;
    }
    assertThat(blocks).isPositive();
  }

  private static String unindented(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
