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

/**
 * Follows the guide to Express from nothing to a service that refuses what was revoked: the real
 * package, beside a real server.
 */
@Timeout(600)
final class ExpressGuideTest {
  private static final Pattern RUN =
      Pattern.compile("(?s)<!-- run -->\\n```sh\\n(.*?)```\\n<!-- /run -->");
  private static final Pattern FILE =
      Pattern.compile("(?s)<!-- file (\\S+) -->\\n```js\\n(.*?)```\\n<!-- /file -->");

  @TempDir private Path folder;

  @Test
  void everyCommandWorks() throws Exception {
    Requirement.command("curl", "curl (Debian)").orSkip(Assumptions::abort);
    NodePackages.build(Assumptions::abort);
    String guide = Files.readString(SignetProcess.ROOT.resolve("docs/guides/express.md"));
    Files.writeString(folder.resolve("signet.yaml"), "port: 0\nmanagement.port: 0\n");
    GuideShell shell =
        new GuideShell(folder)
            .with("SIGNET", SignetProcess.ROOT.toString())
            // What npm ci brought is at hand.
            .with("npm_config_prefer_offline", "true");
    try (SignetProcess server = SignetProcess.start(folder, "", "serve")) {
      String url = server.nextLine().replaceFirst("ready ", "");
      String service = "localhost:" + Nodes.freePort();
      String stock = Integer.toString(Nodes.freePort());
      String payouts = Integer.toString(Nodes.freePort());
      String here =
          guide
              .replace("localhost:3001", "localhost:" + stock)
              .replace("port: 3001", "port: " + stock)
              .replace("localhost:3002", "localhost:" + payouts)
              .replace("listen(3002)", "listen(" + payouts + ")")
              .replace("http://localhost:8420", url)
              .replace("localhost:3000", service)
              .replace("listen(3000)", "listen(" + service.replaceFirst(".*:", "") + ")");
      for (MatchResult file : FILE.matcher(here).results().toList()) {
        Files.writeString(folder.resolve(file.group(1)), file.group(2));
      }

      String output = shell.run("trap 'kill $(jobs -p) || true' EXIT\n" + commands(here, service));

      assertThat(output)
          .containsPattern(
              "(?s)HTTP/1.1 401 .*WWW-Authenticate: Bearer realm=\"orders\"\r\n.*"
                  + "HTTP/1.1 200 .*\"seller\":\"usr_.*"
                  + "HTTP/1.1 403 .*error=\"insufficient_scope\", scope=\"reports:read\"\r\n.*"
                  + "HTTP/1.1 401 .*error=\"invalid_token\", reason=\"revoked\"\r\n.*"
                  + "HTTP/1.1 401 .*realm=\"stock\", error=\"invalid_token\", reason=\"revoked\"\r\n.*"
                  + "HTTP/1.1 200 .*\"for\":\"usr_.*"
                  + "\"state\":\"off\".*HTTP/1.1 200 .*\"roles\":\\[\"clerk\"]")
          .contains("\"state\":\"fresh\"");
    }
  }

  /** A reader waits a second for the feed; a test for the refusal itself. */
  private static String commands(String guide, String service) {
    String refused =
        "until [ \"$(curl -s -o /dev/null -w '%{http_code}' -H @header http://"
            + service
            + "/orders)\" = 401 ]; do sleep 0.1; done";
    return RUN.matcher(guide)
        .results()
        .map(block -> block.group(1).replace("sleep 1\n", refused + "\n"))
        .collect(Collectors.joining("\n"));
  }
}
