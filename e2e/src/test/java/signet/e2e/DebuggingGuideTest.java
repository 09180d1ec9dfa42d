package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the guide to refusals, in order and in one shell, beside a server. */
@Timeout(600)
final class DebuggingGuideTest {
  private static final Pattern RUN =
      Pattern.compile("(?s)<!-- run -->\\n```sh\\n(.*?)```\\n<!-- /run -->");
  private static final Pattern SHOWN = Pattern.compile("(?s)```text\\n(.*?)```");

  @TempDir private Path folder;

  @Test
  void everyCommandWorksAndSaysWhatTheGuideShows() throws Exception {
    String guide = Files.readString(SignetProcess.ROOT.resolve("docs/guides/debugging.md"));
    String commands =
        RUN.matcher(guide).results().map(run -> run.group(1)).collect(Collectors.joining("\n"));
    assertThat(RUN.matcher(guide).results()).hasSize(2);
    Files.writeString(folder.resolve("signet.yaml"), "port: 0\nmanagement.port: 0\n");
    try (SignetProcess server = SignetProcess.start(folder, "", "serve")) {
      String url = server.nextLine().replaceFirst("ready ", "");

      String output = new GuideShell(folder).run(commands.replace("http://localhost:8420", url));

      assertThat(output)
          .contains("valid\ncause: every check passes.")
          .contains("refused: expired (401)\n")
          .contains("the token stands in quotes, which are sent with it")
          .contains("✔ issuer     " + url + "\n", "nothing to be mended", "{\"healthy\":true,")
          .contains("refused: wrong_type (401)\n");
      assertThat(SHOWN.matcher(guide).results().map(shown -> shown.group(1)).toList())
          .isNotEmpty()
          .allSatisfy(shown -> assertThat(output).contains(shown));
    }
  }
}
