package signet.server.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import signet.testkit.Requirement;

/**
 * One token of SoftHSM for all tests of a JVM, since the library looks for tokens once a process.
 */
public final class SoftHsm {
  /** The label of the token. */
  public static final String LABEL = "signet-test";

  /** Opens the token. */
  public static final String PIN = "271828";

  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"));

  private static boolean made;

  private SoftHsm() {}

  /** Where the token is; made now if it is the first time. Skips where there is no SoftHSM. */
  public static synchronized Pkcs11Token.Place place() {
    Path library = LIBRARIES.stream().filter(Files::exists).findFirst().orElse(LIBRARIES.get(0));
    Requirement.file(library, "softhsm2 (Debian)").orSkip(Assumptions::abort);
    if (!made) {
      make();
      made = true;
    }
    return new Pkcs11Token.Place(library, LABEL, PIN);
  }

  private static void make() {
    try {
      Path tokens = tokens();
      deleteAll(tokens);
      Files.createDirectories(tokens);
      Files.writeString(
          Path.of(System.getenv("SOFTHSM2_CONF")),
          "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
      Process init =
          new ProcessBuilder(
                  "softhsm2-util",
                  "--init-token",
                  "--free",
                  "--label",
                  LABEL,
                  "--pin",
                  PIN,
                  "--so-pin",
                  "314159")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(init.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(init.exitValue()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path tokens() {
    return Path.of(System.getenv("SOFTHSM2_CONF")).resolveSibling("tokens");
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
