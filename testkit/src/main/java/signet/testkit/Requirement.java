package signet.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Something outside the project that a test needs: a tool, a folder of vectors, a JDK of some age.
 *
 * <p>Where it is absent the test is skipped with one line that says what to install; with {@code
 * SIGNET_REQUIRE_ALL=1} in the environment the same line fails the test, so that a run meant to be
 * complete cannot pass by skipping.
 *
 * <pre>{@code
 * Requirement.command("nginx", "nginx (Debian)").orSkip(Assumptions::abort);
 * }</pre>
 *
 * @param met whether it is here
 * @param line one line that names what to install or to set
 */
public record Requirement(boolean met, String line) {

  /** The switch that turns a skip into a failure. */
  public static final String REQUIRE_ALL = "SIGNET_REQUIRE_ALL";

  /**
   * A command on the PATH.
   *
   * @param name the command, such as {@code node}
   * @param install what brings it, such as {@code nodejs (Debian)} or {@code express (npm)}
   */
  public static Requirement command(String name, String install) {
    String path = System.getenv("PATH");
    boolean found = false;
    if (path != null) {
      for (String folder : path.split(File.pathSeparator, -1)) {
        found |= !folder.isEmpty() && Files.isExecutable(Path.of(folder, name));
      }
    }
    return new Requirement(
        found, "skipped: the command " + name + " is missing, install " + install);
  }

  /** A file or folder of the machine, such as a PKCS#11 library. */
  public static Requirement file(Path file, String install) {
    return new Requirement(
        Files.exists(file), "skipped: " + file + " is missing, install " + install);
  }

  /**
   * Returns when the requirement is met.
   *
   * @param skip ends the test as skipped, usually {@code Assumptions::abort}
   * @throws AssertionError where it is not met and this run must not skip
   */
  public void orSkip(Consumer<String> skip) {
    orSkip(skip, "1".equals(System.getenv(REQUIRE_ALL)));
  }

  void orSkip(Consumer<String> skip, boolean requireAll) {
    if (met) {
      return;
    }
    if (requireAll) {
      throw new AssertionError(line + " (" + REQUIRE_ALL + "=1 forbids skipping)");
    }
    skip.accept(line);
  }
}
