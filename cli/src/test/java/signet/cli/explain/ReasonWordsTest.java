package signet.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import signet.bearer.Challenges;
import signet.jose.reject.RejectReason;

/** The words stand in one order, that of the checks, in Java, in Node and on both pages. */
final class ReasonWordsTest {
  private static final Path ROOT = Path.of(System.getProperty("signet.root"));
  private static final String REFERENCE = "docs/reference/reasons.md";
  private static final Pattern NODE = Pattern.compile("(?m)^ +\"(\\w+)\",$");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
  private static final Pattern SECTION = Pattern.compile("(?m)^### (\\w+)$");

  private static List<String> words() {
    return Arrays.stream(RejectReason.values()).map(RejectReason::word).toList();
  }

  private static List<String> found(Pattern word, String page) throws IOException {
    return word.matcher(Files.readString(ROOT.resolve(page)))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void nodeHasTheSameOnes() throws IOException {
    assertThat(found(NODE, "express/service/src/reason.ts")).isEqualTo(words());
  }

  @Test
  void theGuideHasThemInThisOrder() throws IOException {
    assertThat(found(SECTION, Diagnosis.GUIDE)).containsSubsequence(words());
  }

  @Test
  void theReferenceHasThemInThisOrder() throws IOException {
    assertThat(found(ROW, REFERENCE)).isEqualTo(words());
  }

  @Test
  void theReferenceHasTheirStatus() throws IOException {
    String page = Files.readString(ROOT.resolve(REFERENCE));
    Challenges challenges = Challenges.of("orders");
    for (RejectReason reason : RejectReason.values()) {
      String status = "| %d |\n".formatted(challenges.refused(reason).status());
      assertThat(page).containsPattern("\\| `" + reason + "` \\| .* " + Pattern.quote(status));
    }
  }
}
