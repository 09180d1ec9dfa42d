package signet.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import signet.benchmarks.load.FeedMemory;
import signet.benchmarks.load.GatewayRun;
import signet.benchmarks.load.LoadComparison;
import signet.benchmarks.load.PropagationRun;
import signet.benchmarks.load.StreamRun;
import signet.benchmarks.soak.Soak;

/**
 * The jar's entry: {@code jose RESULTS} runs the comparison of libraries, {@code load RESULTS
 * LAUNCHER [KEYCLOAK]} that of servers, {@code streams RESULTS LAUNCHER} and {@code propagation
 * RESULTS LAUNCHER} put load on the revocation feed, {@code gateway RESULTS LAUNCHER} compares the
 * gateway with nginx, {@code feed-memory RESULTS} weighs a verifier's list, {@code soak RESULTS
 * LAUNCHER [--minutes N] [--seed N]} lets everything run under faults, {@code page RESULTS PAGE}
 * turns results into tables and charts, anything else goes to JMH.
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
    } else if (command.equals("streams") && arguments.length == 3) {
      new StreamRun(Path.of(arguments[1]), Path.of(arguments[2])).run();
    } else if (command.equals("propagation") && arguments.length == 3) {
      new PropagationRun(Path.of(arguments[1]), Path.of(arguments[2])).run();
    } else if (command.equals("gateway") && arguments.length == 3) {
      new GatewayRun(Path.of(arguments[1]), Path.of(arguments[2])).run();
    } else if (command.equals("feed-memory") && arguments.length == 2) {
      FeedMemory.measure(Path.of(arguments[1]));
    } else if (command.equals("soak") && arguments.length >= 3) {
      if (!Soak.run(List.of(arguments).subList(1, arguments.length))) {
        System.exit(1);
      }
    } else if (command.equals("soak-service")) {
      Soak.serve();
    } else if (command.equals("page") && arguments.length == 3) {
      new PerformancePage(Path.of(arguments[1]), Path.of(arguments[2])).write();
    } else {
      org.openjdk.jmh.Main.main(Arrays.copyOf(arguments, arguments.length));
    }
  }
}
