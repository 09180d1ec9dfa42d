package signet.testkit.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import signet.testkit.Requirement;
import signet.testkit.json.Json;

/**
 * The folder of published test vectors that the environment variable {@code SIGNET_VECTORS} names.
 *
 * <p>A test calls {@link #orSkip} first; where the variable is not set or names no folder, the test
 * is skipped, or fails under {@code SIGNET_REQUIRE_ALL=1}.
 */
public final class Vectors {

  /** The variable that names the folder. */
  public static final String VARIABLE = "SIGNET_VECTORS";

  private final Path folder;

  private Vectors(Path folder) {
    this.folder = folder;
  }

  /**
   * The vectors of this machine.
   *
   * @param skip ends the test as skipped, usually {@code Assumptions::abort}
   */
  public static Vectors orSkip(Consumer<String> skip) {
    String named = System.getenv(VARIABLE);
    boolean there = named != null && Files.isDirectory(Path.of(named));
    String line =
        "skipped: set " + VARIABLE + " to the folder of test vectors (see CONTRIBUTING.md)";
    new Requirement(there, line).orSkip(skip);
    return new Vectors(Path.of(named == null ? "" : named));
  }

  /** A file or folder below the vectors, such as {@code wycheproof/json_web_signature.json}. */
  public Path path(String relative) {
    return folder.resolve(relative);
  }

  /** The bytes of a file. */
  public byte[] bytes(String relative) {
    try {
      return Files.readAllBytes(path(relative));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file read as JSON. */
  public Json json(String relative) {
    return Json.parse(bytes(relative));
  }
}
