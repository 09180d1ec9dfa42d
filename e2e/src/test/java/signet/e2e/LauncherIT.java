package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LauncherIT {
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

  /** Java ends when it is told to use the cache that it is given and cannot. */
  @ParameterizedTest
  @CsvSource({"token, tools", "serve, server", "user, server"})
  void startsFromTheCacheOfItsCommand(String command, String cache) throws Exception {
    SignetProcess.prepare();
    assertThat(SignetProcess.ROOT.resolve("cli/target/dist/" + cache + ".aot")).isRegularFile();
    try (SignetProcess signet =
        SignetProcess.start(
            folder, Map.of("SIGNET_JAVA_OPTS", "-XX:AOTMode=on"), command, "--help")) {
      assertThat(signet.exitStatus()).as(signet.err()).isZero();
      assertThat(signet.out()).startsWith("Usage: signet " + command);
    }
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
