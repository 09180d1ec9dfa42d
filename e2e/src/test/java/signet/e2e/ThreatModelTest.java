package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import signet.testkit.vectors.Vectors;

/** {@code docs/threat-model.md}: what it names is there, and no attack is left out. */
final class ThreatModelTest {
  private static final Path PAGE = SignetProcess.ROOT.resolve("docs/threat-model.md");
  private static final Pattern JAVA = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern NODE = Pattern.compile("`(\\w+\\.test\\.js): (\"[^\"]+\")`");

  /** The text of each test class, by its simple name, in all modules. */
  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new HashMap<>();
    try (Stream<Path> modules = Files.list(SignetProcess.ROOT);
        Stream<Path> examples = Files.list(SignetProcess.ROOT.resolve("examples"))) {
      for (Path folder :
          Stream.concat(modules, examples)
              .map(module -> module.resolve("src/test/java"))
              .toList()) {
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
              String name = file.getFileName().toString().replace(".java", "");
              // Two modules may each have a class of that name.
              tests.merge(name, Files.readString(file), String::concat);
            }
          }
        }
      }
    }
    return tests;
  }

  @Test
  void everyTestThatItNamesExists() throws IOException {
    Map<String, String> tests = tests();
    List<String> missing = new ArrayList<>();
    List<MatchResult> named = JAVA.matcher(Files.readString(PAGE)).results().toList();
    for (MatchResult test : named) {
      String text = tests.getOrDefault(test.group(1), "");
      if (!Pattern.compile("\\b" + test.group(2) + "\\(").matcher(text).find()) {
        missing.add(test.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).hasSizeGreaterThan(100);
  }

  @Test
  void everyTestOfNodeThatItNamesExists() throws IOException {
    List<MatchResult> named = NODE.matcher(Files.readString(PAGE)).results().toList();
    assertThat(named).isNotEmpty();
    for (MatchResult test : named) {
      Path file = SignetProcess.ROOT.resolve("express/service/test").resolve(test.group(1));
      assertThat(file).content().contains("test(" + test.group(2));
    }
  }

  @Test
  void noAttackOfTheCatalogueIsLeftOut() throws IOException {
    String page = Files.readString(PAGE);
    String table =
        page.substring(page.indexOf("## The attack catalogue"), page.indexOf("## RFC 8725"));
    List<String> ids =
        Vectors.orSkip(Assumptions::abort)
            .json("attacks/catalogue.json")
            .at("attacks")
            .items()
            .stream()
            .map(attack -> attack.text("id"))
            .toList();
    assertThat(ids).hasSizeGreaterThan(50);
    assertThat(ids).allSatisfy(id -> assertThat(table).containsPattern("\\b" + id + "\\b"));
  }

  /** So that an area that does not apply is said not to, and not forgotten. */
  @Test
  void everyChapterOfAsvsIsSpokenOf() throws IOException {
    String page = Files.readString(PAGE);
    Map<String, Integer> requirements =
        Map.of(
            "6.1", 3, "6.2", 12, "6.3", 8, "6.4", 6, "7.2", 4, "7.4", 5, "7.5", 3, "9.1", 3, "9.2",
            4, "10.4", 16);
    requirements.forEach(
        (section, count) -> {
          for (int i = 1; i <= count; i++) {
            assertThat(page).containsPattern("\\b" + Pattern.quote(section + "." + i) + "\\b");
          }
        });
  }
}
