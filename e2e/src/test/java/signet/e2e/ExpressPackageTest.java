package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The package for Node and Express: built, checked and tested by its own tools. */
final class ExpressPackageTest {
  private static final Path FOLDER = SignetProcess.ROOT.resolve("express");

  @Test
  void isWellFormedAndPassesItsTests() throws Exception {
    NodePackages.install(Assumptions::abort);
    NodePackages.Run verified = NodePackages.run("npm", "run", "verify");
    assertThat(verified.exit()).as(verified.output()).isZero();
    assertThat(verified.output()).contains("# fail 0").doesNotContain("# pass 0");
  }

  /** So that nobody has to come by the packages from where we did. */
  @Test
  void lockFileNamesNoRegistry() throws IOException {
    assertThat(Files.readString(FOLDER.resolve("package-lock.json")))
        .doesNotContain("\"resolved\": \"http");
  }
}
