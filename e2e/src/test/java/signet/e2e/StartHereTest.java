package signet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Requirement;

/**
 * Follows "Start here" from a checkout to a service behind the gateway, in one shell, as a reader
 * would. Between the two markers each {@code sh} block is a step; a {@code text} block that follows
 * one is what the step prints, with {@code …} for what varies; a block after a {@code file} marker
 * is a file that the reader writes.
 */
final class StartHereTest {
  private static final Pattern TOUR = Pattern.compile("(?s)<!-- tour -->(.*)<!-- /tour -->");
  private static final Pattern STEP =
      Pattern.compile(
          "(?s)<!-- file (\\S+) -->\\n```\\w+\\n(.*?)```"
              + "|```sh\\n(.*?)```(?:\\n+```text\\n(.*?)```)?");
  private static final List<String> PORTS = List.of("8420", "8421", "8431", "3000");
  // The first start of a fresh distribution prepares the start-up caches.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;

  private final List<Step> steps = new ArrayList<>();
  private final Map<String, String> ports = new LinkedHashMap<>();

  /** Commands, and what they print where the page says so. */
  private record Step(String commands, String expected) {}

  @Test
  void everyCommandWorksAndPrintsWhatThePageShows() throws Exception {
    Requirement.command("curl", "curl (Debian)").orSkip(Assumptions::abort);
    NodePackages.build(Assumptions::abort);
    for (String port : PORTS) {
      ports.put(port, Integer.toString(Nodes.freePort()));
    }
    read();
    assertThat(steps).hasSizeGreaterThan(12);
    Path checkout = Files.createDirectory(folder.resolve("checkout"));
    Files.createSymbolicLink(checkout.resolve("signet"), SignetProcess.LAUNCHER);
    Files.createSymbolicLink(checkout.resolve("express"), SignetProcess.ROOT.resolve("express"));

    Process shell = shell(checkout);
    try {
      boolean ended = shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(ended).as("came to its end: %s", outputs()).isTrue();
      assertThat(shell.exitValue()).as(outputs()).isZero();
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }

    for (int i = 0; i < steps.size(); i++) {
      String expected = steps.get(i).expected();
      if (expected != null) {
        assertThat(output(i)).as(steps.get(i).commands()).matches(regex(expected));
      }
    }
  }

  private void read() throws IOException {
    Matcher tour = TOUR.matcher(Files.readString(SignetProcess.ROOT.resolve("docs/start-here.md")));
    assertThat(tour.find()).as("the markers of the tour").isTrue();
    STEP.matcher(tour.group(1))
        .results()
        .forEach(
            match -> {
              if (match.group(1) == null) {
                steps.add(new Step(here(match.group(3)), match.group(4)));
              } else {
                steps.add(
                    new Step(
                        "cat >%s <<'END'\n%sEND\n"
                            .formatted(match.group(1), ported(match.group(2))),
                        null));
              }
            });
  }

  /** The reader's commands, with ports that are free and without waits longer than needed. */
  private String here(String commands) {
    String refused =
        "until [ \"$(curl -s -o /dev/null -w '%{http_code}' -H \"Authorization: Bearer"
            + " $(cat token.txt)\" http://localhost:8421/orders)\" = 401 ]; do sleep 0.1; done\n";
    return ported(
        commands
            // It was done before, and would be in the way of other tests.
            .replace("npm ci && npm run build", "true")
            .replace("sleep 1\n", refused)
            .replace("signet serve", "signet serve --port 8420 --management-port 0")
            .replace("signet gateway >", "signet gateway --port 8421 --management-port 8431 >"));
  }

  private String ported(String text) {
    String ported = text;
    for (Map.Entry<String, String> port : ports.entrySet()) {
      ported = ported.replaceAll("\\b" + port.getKey() + "\\b", port.getValue());
    }
    return ported;
  }

  private Process shell(Path checkout) throws IOException {
    StringBuilder script =
        new StringBuilder("set -eu\ntrap 'kill $server $service $gateway || true' EXIT\n");
    script.append("server= service= gateway=\n");
    for (int i = 0; i < steps.size(); i++) {
      script.append("{\n").append(steps.get(i).commands());
      script.append("} >").append(folder.resolve("step-" + i + ".out")).append(" 2>&1\n");
    }
    script.append("trap - EXIT\nwait\n");
    ProcessBuilder sh =
        new ProcessBuilder("sh", "-c", script.toString())
            .directory(checkout.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("shell.out").toFile());
    sh.environment().put("SIGNET_NO_BUILD", "1");
    // What npm ci brought is at hand.
    sh.environment().put("npm_config_prefer_offline", "true");
    return sh.start();
  }

  private String output(int step) throws IOException {
    Path output = folder.resolve("step-" + step + ".out");
    return Files.exists(output)
        ? Files.readString(output, UTF_8).replace("\r\n", "\n")
        : "not reached\n";
  }

  private String outputs() throws IOException {
    StringBuilder all = new StringBuilder(Files.readString(folder.resolve("shell.out")));
    for (int i = 0; i < steps.size(); i++) {
      all.append("step ").append(i).append(": ").append(output(i));
    }
    return all.toString();
  }

  private static String regex(String expected) {
    return "(?s)\\s*" + Pattern.quote(expected.strip()).replace("…", "\\E.*?\\Q") + "\\s*";
  }
}
