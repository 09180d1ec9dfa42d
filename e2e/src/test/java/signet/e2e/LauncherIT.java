package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherIT {
  private static final Duration SECOND_START = Duration.ofMillis(1500);

  @TempDir private Path folder;

  @Test
  void printsItsVersionFromAnyFolder() throws Exception {
    try (SignetProcess signet = SignetProcess.start(folder, "", "--version")) {
      assertThat(signet.exitStatus()).isZero();
      assertThat(signet.out()).matches("signet \\d+\\.\\d+\\.\\d+\\S* \\(Java \\d+\\)\n");
      assertThat(signet.err()).isEmpty();
    }
  }

  @Test
  void worksThroughChainsOfSymbolicLinks() throws Exception {
    Path absolute = Files.createSymbolicLink(folder.resolve("one"), SignetProcess.LAUNCHER);
    Path relative = Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
    for (Path link : new Path[] {absolute, relative}) {
      try (SignetProcess signet = SignetProcess.start(link, folder, "", "--version")) {
        assertThat(signet.exitStatus()).as(link.toString()).isZero();
      }
    }
  }

  @Test
  void startsWithinItsTime() throws Exception {
    long[] millis = new long[3];
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      try (SignetProcess signet = SignetProcess.start(folder, "", "--version")) {
        assertThat(signet.exitStatus()).isZero();
      }
      millis[i] = Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
    assertThat(Arrays.stream(millis).min().orElseThrow()).isLessThan(SECOND_START.toMillis());
  }

  @Test
  void passesArgumentsWithSpacesAndQuotesOn() throws Exception {
    try (SignetProcess signet = SignetProcess.start(folder, "", "no such 'command' *")) {
      assertThat(signet.exitStatus()).isEqualTo(2);
      assertThat(signet.err()).contains("no such 'command' *");
    }
  }

  @Test
  void keepsTheExitStatusAndOneLineOnStandardError() throws Exception {
    try (SignetProcess signet = SignetProcess.start(folder, "", "token", "verify", "--wrong")) {
      assertThat(signet.exitStatus()).isEqualTo(2);
      assertThat(signet.out()).isEmpty();
      assertThat(signet.err().lines()).hasSize(1);
    }
  }
}
