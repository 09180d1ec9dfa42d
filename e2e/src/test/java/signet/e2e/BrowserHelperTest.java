package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import signet.testkit.Requirement;

/** The browser helper's own tests, which Node runs. */
final class BrowserHelperTest {
  @Test
  void passesItsTests() throws Exception {
    Requirement.command("node", "nodejs (Debian)").orSkip(Assumptions::abort);
    Process node =
        new ProcessBuilder("node", "--test", "--test-reporter=tap", "browser/test/session.test.js")
            .directory(SignetProcess.ROOT.resolve("express").toFile())
            .redirectErrorStream(true)
            .start();
    String report = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(node.exitValue()).as(report).isZero();
    assertThat(report).contains("# fail 0").doesNotContain("# pass 0");
  }
}
