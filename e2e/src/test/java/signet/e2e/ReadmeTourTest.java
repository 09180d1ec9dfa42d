package signet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Requirement;

/**
 * Runs every command of the README's tour, in order and in one shell, as a reader would. Between
 * the two markers each {@code sh} block is a step; a {@code text} block that follows one is what
 * the step prints, with {@code …} for what varies.
 */
final class ReadmeTourTest {
  private static final Pattern TOUR = Pattern.compile("(?s)<!-- tour -->(.*)<!-- /tour -->");
  private static final Pattern STEP =
      Pattern.compile("(?s)```sh\\n(.*?)```(?:\\n+```text\\n(.*?)```)?");
  private static final String README_PORT = "8420";
  // The first start of a fresh distribution prepares the start-up caches.
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path folder;

  private static List<MatchResult> steps() throws IOException {
    String readme = Files.readString(SignetProcess.ROOT.resolve("README.md"));
    Matcher tour = TOUR.matcher(readme);
    assertThat(tour.find()).as("the markers of the tour").isTrue();
    return STEP.matcher(tour.group(1)).results().toList();
  }

  @Test
  void everyCommandWorksAndPrintsWhatTheReadmeShows() throws Exception {
    Requirement.command("curl", "curl (Debian)").orSkip(Assumptions::abort);
    List<MatchResult> steps = steps();
    assertThat(steps).hasSizeGreaterThanOrEqualTo(6);
    String port = freePort();

    // The launcher is reached as in the README, from a folder that the tour may write to.
    Files.createSymbolicLink(folder.resolve("signet"), SignetProcess.LAUNCHER);
    StringBuilder script =
        new StringBuilder("set -eu\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n");
    for (int i = 0; i < steps.size(); i++) {
      script.append("{\n").append(steps.get(i).group(1));
      script.append("} >step-").append(i).append(".out 2>&1\n");
    }
    Process shell = shell(script.toString().replace(README_PORT, port));
    try {
      boolean ended = shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(ended).as("came to its end: %s", outputs(steps.size())).isTrue();
      assertThat(shell.exitValue()).as(outputs(steps.size())).isZero();
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }

    for (int i = 0; i < steps.size(); i++) {
      String expected = steps.get(i).group(2);
      if (expected != null) {
        String output = Files.readString(folder.resolve("step-" + i + ".out"));
        assertThat(output.replace(port, README_PORT))
            .as(steps.get(i).group(1))
            .matches(regex(expected));
      }
    }
  }

  private Process shell(String script) throws IOException {
    ProcessBuilder bash =
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("shell.out").toFile());
    bash.environment().put("SIGNET_NO_BUILD", "1");
    return bash.start();
  }

  private String outputs(int steps) throws IOException {
    StringBuilder all = new StringBuilder(Files.readString(folder.resolve("shell.out")));
    for (int i = 0; i < steps; i++) {
      Path output = folder.resolve("step-" + i + ".out");
      all.append("step ").append(i).append(": ");
      all.append(Files.exists(output) ? Files.readString(output, UTF_8) : "not reached")
          .append('\n');
    }
    return all.toString();
  }

  private static String regex(String expected) {
    return "(?s)\\s*" + Pattern.quote(expected.strip()).replace("…", "\\E.*?\\Q") + "\\s*";
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }
}
