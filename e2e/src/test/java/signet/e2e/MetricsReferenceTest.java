package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of metrics names those of the code, and no others. */
final class MetricsReferenceTest {
  private static final List<String> MODULES = List.of("server", "gateway", "spring-boot-starter");

  /** Where a meter is made its name is the first argument. */
  private static final Pattern MADE =
      Pattern.compile(
          "(?:Timer|Counter|Gauge)\\.builder\\(\\s*\"(signet\\.[a-z.]+)\""
              + "|(?:gauge|counter|countBy)\\(\\s*\"(signet\\.[a-z.]+)\"");

  private static final Pattern NAMED = Pattern.compile("(?m)^\\| `(signet_[a-z_]+)` \\|");

  /** What the text format appends to a name, by the meter's kind and unit. */
  private static final String SUFFIX = "_(seconds|total)$";

  @Test
  void namesEveryMetricAndNoOther() throws IOException {
    Set<String> made = new TreeSet<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(SignetProcess.ROOT.resolve(module + "/src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          MADE.matcher(Files.readString(file))
              .results()
              .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
              .map(name -> name.replace('.', '_').replaceFirst(SUFFIX, ""))
              .forEach(made::add);
        }
      }
    }
    String page = Files.readString(SignetProcess.ROOT.resolve("docs/reference/metrics.md"));
    Set<String> named = new TreeSet<>();
    NAMED.matcher(page).results().forEach(row -> named.add(row.group(1).replaceFirst(SUFFIX, "")));

    assertThat(made).hasSizeGreaterThan(12);
    assertThat(named).isEqualTo(made);
  }
}
