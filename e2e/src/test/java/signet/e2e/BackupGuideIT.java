package signet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the guide on backups, around a real server, as a reader would. */
@Timeout(300)
final class BackupGuideIT {
  private static final String PASSWORD = "correct horse battery";
  private static final Pattern SECTION = Pattern.compile("(?s)<!-- backup -->(.*)<!-- /backup -->");
  private static final Pattern STEP = Pattern.compile("(?s)```sh\\n(.*?)```\\n+```text\\n(.*?)```");

  @TempDir private Path folder;

  private static List<MatchResult> steps() throws IOException {
    Path guide = SignetProcess.ROOT.resolve("docs/guides/operations.md");
    Matcher section = SECTION.matcher(Files.readString(guide));
    assertThat(section.find()).as("the markers of the section").isTrue();
    return STEP.matcher(section.group(1)).results().toList();
  }

  @Test
  void whatTheGuideSaysBringsTheDatabaseBack() throws Exception {
    List<MatchResult> steps = steps();
    assertThat(steps).hasSize(2);
    addUser("alice");
    try (SignetProcess server = serve()) {
      assertThat(login(server)).isEqualTo(200);
      run(steps.get(0));
      addUser("bob");
      server.terminate();
      server.exitStatus();
    }
    run(steps.get(1));
    try (SignetProcess users = SignetProcess.start(folder, "", "user", "list")) {
      assertThat(users.exitStatus()).as(users.err()).isZero();
      assertThat(users.out()).contains("alice").doesNotContain("bob");
    }
    try (SignetProcess server = serve()) {
      assertThat(login(server)).isEqualTo(200);
    }
  }

  private SignetProcess serve() throws IOException {
    return SignetProcess.start(folder, "", "serve", "--port", "0", "--management-port", "0");
  }

  private void addUser(String name) throws Exception {
    try (SignetProcess added = SignetProcess.start(folder, PASSWORD + "\n", "user", "add", name)) {
      assertThat(added.exitStatus()).as(added.err()).isZero();
    }
  }

  private static int login(SignetProcess server) throws Exception {
    URI url = URI.create(server.nextLine().substring("ready ".length()));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(url.resolve("/session/login"))
                  .header("Content-Type", "application/json")
                  .header("Origin", url.toString())
                  .POST(
                      BodyPublishers.ofString(
                          "{\"username\":\"alice\",\"password\":\"" + PASSWORD + "\"}"))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }

  /** One step, whose commands are found as in the guide. */
  private void run(MatchResult step) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-euc", step.group(1))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    shell
        .environment()
        .merge("PATH", SignetProcess.ROOT.toString(), (path, root) -> root + ":" + path);
    shell.environment().put("SIGNET_NO_BUILD", "1");
    Process process = shell.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      assertThat(output)
          .matches("(?s)" + Pattern.quote(step.group(2)).replace("…", "\\E[^\n]*\\Q"));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
