package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Requirement;

/** Runs the commands of the guide to keys, in order and in one shell, beside a server. */
@Timeout(600)
final class KeysGuideTest {
  private static final Pattern RUN =
      Pattern.compile("(?s)<!-- run -->\\n```sh\\n(.*?)```\\n<!-- /run -->");

  @TempDir private Path folder;

  @Test
  void everyCommandWorks() throws Exception {
    Requirement.command("curl", "curl (Debian)").orSkip(Assumptions::abort);
    String guide = Files.readString(SignetProcess.ROOT.resolve("docs/guides/keys.md"));
    assertThat(RUN.matcher(guide).results()).hasSize(3);
    String commands =
        RUN.matcher(guide).results().map(this::block).collect(Collectors.joining("\n"));
    Files.writeString(
        folder.resolve("signet.yaml"),
        "port: 0\nmanagement.port: 0\nkeys.max-age: 1s\nkeys.margin: 0s\n");
    GuideShell shell = new GuideShell(folder);
    try (SignetProcess server = SignetProcess.start(folder, "", "serve")) {
      String url = server.nextLine().replaceFirst("ready ", "");

      String output = shell.run(commands.replace("http://localhost:8420", url));

      assertThat(output)
          .contains("active       RS256  ")
          .contains("\"state\":\"pending\"")
          .contains("\"keyset_id\":")
          .contains("now signs: ")
          .contains("key-active")
          .contains("withdrawn; now signs: ");
      assertThat(Files.readString(folder.resolve("jwks.json")))
          .contains("\"kty\":\"RSA\"")
          .doesNotContain("\"d\"");
      assertThat(output.lines()).filteredOn(line -> line.startsWith(" ")).isNotEmpty();
    }
  }

  /** A rotation is refused for a second after the one before, which a reader would wait for. */
  private String block(MatchResult block) {
    return block
        .group(1)
        .replace("signet key rotate", "until signet key rotate 2>&1; do sleep 0.2; done");
  }
}
