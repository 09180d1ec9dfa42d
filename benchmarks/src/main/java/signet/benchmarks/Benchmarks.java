package signet.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import signet.benchmarks.load.LoadComparison;

/**
 * The jar's entry: {@code jose RESULTS} runs the comparison of libraries, {@code load RESULTS
 * LAUNCHER [KEYCLOAK]} that of servers, {@code page RESULTS PAGE} turns results into tables and
 * charts, anything else goes to JMH.
 */
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] arguments) throws Exception {
    String command = arguments.length == 0 ? "" : arguments[0];
    if (command.equals("jose") && arguments.length == 2) {
      new LibraryComparison(Path.of(arguments[1])).run();
    } else if (command.equals("load") && arguments.length >= 3) {
      Optional<Path> keycloak =
          arguments.length > 3 ? Optional.of(Path.of(arguments[3])) : Optional.empty();
      new LoadComparison(Path.of(arguments[1]), Path.of(arguments[2]), keycloak).run();
    } else if (command.equals("page") && arguments.length == 3) {
      new PerformancePage(Path.of(arguments[1]), Path.of(arguments[2])).write();
    } else {
      org.openjdk.jmh.Main.main(Arrays.copyOf(arguments, arguments.length));
    }
  }
}
