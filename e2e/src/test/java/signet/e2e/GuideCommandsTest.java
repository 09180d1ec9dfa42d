package signet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Requirement;

/** Runs the commands of pages that need little around them, all beside one server. */
@Timeout(600)
final class GuideCommandsTest {
  private static final Pattern RUN =
      Pattern.compile("(?s)<!-- run -->\\n```sh\\n(.*?)```\\n<!-- /run -->");

  @TempDir private Path folder;

  private static String commands(String page) throws IOException {
    String text = Files.readString(SignetProcess.ROOT.resolve("docs").resolve(page));
    String commands =
        RUN.matcher(text).results().map(run -> run.group(1)).collect(Collectors.joining("\n"));
    assertThat(commands).as(page).isNotEmpty();
    return commands;
  }

  private static String loggingIn(String url) {
    return """
        printf 'correct horse battery staple\\n' | signet user add alice
        curl -sf %s/session/login -H 'Content-Type: application/json' \\
          -d '{"username":"alice","password":"correct horse battery staple"}' >login.json
        sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/' login.json >token.txt
        """
        .formatted(url);
  }

  @Test
  void everyCommandWorks() throws Exception {
    Requirement.command("curl", "curl (Debian)").orSkip(Assumptions::abort);
    Files.writeString(folder.resolve("signet.yaml"), "port: 0\nmanagement.port: 0\n");
    GuideShell shell = new GuideShell(folder);
    assertThat(shell.run(commands("concepts/tokens.md")))
        .contains("UNVERIFIED: anyone may have written this")
        .contains("\"alg\":\"ES256\"")
        .contains("valid\n");
    try (SignetProcess server = SignetProcess.start(folder, "", "serve")) {
      String url = server.nextLine().replaceFirst("ready ", "");

      assertThat(shell.run(commands("guides/migrating.md")))
          .contains("would add 1, there already 0, refused 0")
          .contains("added 1, there already 0, refused 0")
          .contains("ada@example.com");

      shell.run(loggingIn(url));
      assertThat(
              shell.run(
                  commands("guides/attack.md")
                      .replace("http://localhost:8080/orders", url + "/session/list")
                      .replace("http://localhost:8420", url)
                      .replace("signet attack", "signet attack --rate 1000")))
          .contains("No hole found with ");

      writeLog();
      assertThat(
              shell.run(
                  commands("guides/log-audit.md")
                      .replace("https://id.example.com", url)
                      .replace("https://api.example.com", url)))
          .containsPattern("good at the time +1\n");
      assertThat(folder.resolve("audit.html")).content().contains("<html");
    }
  }

  /** One request with the token, a minute from now at most, as a service's log might have it. */
  private void writeLog() throws IOException {
    String line =
        "{\"time\":\"%s\",\"status\":200,\"token\":\"%s\"}\n"
            .formatted(Instant.now(), Files.readString(folder.resolve("token.txt")).strip());
    try (OutputStream log =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("access.log.gz")))) {
      log.write(line.getBytes(UTF_8));
    }
  }
}
