package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BesideOthers
final class DemoIT {
  @TempDir private Path folder;

  @Test
  void tellsTheWholeStoryAndExitsZero() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    try (SignetProcess demo = SignetProcess.demo(folder, temporary)) {
      assertThat(demo.exitStatus()).as(demo.out() + demo.err()).isZero();
      assertThat(demo.out())
          .containsSubsequence(
              "User alice is added",
              "Alice logs in",
              "< 200 access_token",
              "with the token",
              "< 200 {\"orders\"",
              "without a token",
              "< 401 WWW-Authenticate: Bearer realm=\"orders\"\n",
              "alg: none",
              "(alg none)",
              "reason=\"alg_none\"",
              "changed payload",
              "reason=\"bad_signature\"",
              "HS256",
              "(alg HS256)",
              "reason=\"alg_not_allowed\"",
              "another key",
              "reason=\"bad_signature\"",
              "refreshes with its cookie",
              "< 200 access_token",
              "never arrived",
              "< 200 access_token",
              "Two tabs",
              "the same token 4",
              "A thief comes",
              "< 400 session-ended",
              "newest token",
              "< 400 session-ended",
              "and out",
              "< 204",
              "< 400 session-ended",
              "She logs out",
              "< 204 at 0 ms",
              "Java: ",
              "first refused at",
              "Alice calls the gateway",
              "< 200 orders in Java: transaction ",
              "Txn-Token of her own",
              "< 200 orders in Java: transaction ",
              "past the gateway",
              "< 401 WWW-Authenticate: Txn-Token realm=\"orders\"",
              "reason=\"alg_not_allowed\"",
              "next key signs now",
              "now signs: ",
              "< 200 {\"orders\"",
              "A login after that",
              "< 200 {\"orders\"",
              "key leaks",
              "signet key compromise",
              "reason=\"unknown_kid\"",
              "has not been logged out",
              "< 200 access_token",
              "< 200 {\"orders\"",
              "once it has expired",
              "reason=\"expired\"",
              "Every answer was the right one.")
          .doesNotContain("WRONG");
      assertThat(demo.err()).isEmpty();
      assertThat(demo.out().lines()).allMatch(line -> line.length() <= 80);
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).as("left behind in the temporary folder").isEmpty();
    }
  }

  @Test
  void keepsRunningWhenAskedAndCleansUpWhenStopped() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    try (SignetProcess demo = SignetProcess.demo(folder, temporary, "--keep")) {
      // The last line of the addresses.
      demo.waitForLine(line -> line.contains("Bearer $TOKEN"));
      assertThat(demo.out()).containsPattern("curl -s http://localhost:\\d+/session/login");
      assertThat(demo.isAlive()).isTrue();
      demo.terminate();
      demo.exitStatus();
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).as("left behind in the temporary folder").isEmpty();
    }
  }
}
