package signet.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import signet.jose.reject.RejectReason;

/** The guide has a section for each word that errors and challenges send people to. */
final class DebuggingGuideTest {
  private static Map<String, String> sections() throws IOException {
    String guide =
        Files.readString(Path.of(System.getProperty("signet.root")).resolve(Diagnosis.GUIDE));
    Map<String, String> sections = new LinkedHashMap<>();
    String[] parts = guide.split("(?m)^### ", -1);
    for (String part : Arrays.asList(parts).subList(1, parts.length)) {
      sections.put(part.lines().findFirst().orElse(""), part);
    }
    return sections;
  }

  @Test
  void everyReasonHasItsAnchor() throws IOException {
    List<String> words = new ArrayList<>(List.of("no_credentials", "invalid_request"));
    Arrays.stream(RejectReason.values()).map(RejectReason::word).forEach(words::add);
    words.add("insufficient_scope");
    assertThat(sections().keySet()).containsExactlyElementsOf(words);
  }

  @Test
  void everySectionLeadsFromTheSymptomToTheMending() throws IOException {
    assertThat(sections().values())
        .allSatisfy(
            section ->
                assertThat(section)
                    .containsSubsequence(
                        "**Symptom:** ", "**Command:** ", "**Meaning:** ", "**Mending:** "));
  }
}
