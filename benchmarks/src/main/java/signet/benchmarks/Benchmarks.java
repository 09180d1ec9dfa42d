package signet.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import signet.benchmarks.growth.Growth;
import signet.benchmarks.load.AuditRun;
import signet.benchmarks.load.CheckComparison;
import signet.benchmarks.load.FeedMemory;
import signet.benchmarks.load.GatewayRun;
import signet.benchmarks.load.LoadComparison;
import signet.benchmarks.load.PropagationRun;
import signet.benchmarks.load.StreamRun;
import signet.benchmarks.soak.Soak;

/**
 * The jar's entry. Its first word says what is run, and most take two more: the folder of results,
 * and the launcher, {@code ./signet}.
 *
 * <ul>
 *   <li>{@code jose RESULTS}: libraries
 *   <li>{@code load RESULTS LAUNCHER [keycloak=FOLDER] [spring=JAR]}: servers
 *   <li>{@code load-signing RESULTS LAUNCHER [keycloak=FOLDER]}: refreshes by algorithm
 *   <li>{@code load-memory RESULTS LAUNCHER MINUTES}: our server's memory at full load
 *   <li>{@code checks RESULTS LAUNCHER}: ways to check a request
 *   <li>{@code gateway RESULTS LAUNCHER [spring=JAR]}: gateways
 *   <li>{@code gateway-memory RESULTS LAUNCHER MINUTES}: the gateway's memory at full load
 *   <li>{@code streams} and {@code propagation RESULTS LAUNCHER}: load on the revocation feed
 *   <li>{@code feed-memory RESULTS}: a verifier's list
 *   <li>{@code soak RESULTS LAUNCHER [--minutes N] [--seed N]}: everything, under faults
 *   <li>{@code audit RESULTS LAUNCHER}: {@code signet replay-audit} over a million lines
 *   <li>{@code growth RESULTS LAUNCHER}: what requests cost as rows, streams and keys grow
 *   <li>{@code page RESULTS PAGE}: tables and charts of results
 * </ul>
 *
 * Anything else goes to JMH.
 */
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] arguments) throws Exception {
    String command = arguments.length == 0 ? "" : arguments[0];
    if (command.equals("jose") && arguments.length == 2) {
      new LibraryComparison(Path.of(arguments[1])).run();
    } else if (command.equals("load") && arguments.length >= 3) {
      new LoadComparison(
              Path.of(arguments[1]),
              Path.of(arguments[2]),
              path(arguments, "keycloak="),
              path(arguments, "spring="))
          .run();
    } else if (command.equals("load-signing") && arguments.length >= 3) {
      new LoadComparison(
              Path.of(arguments[1]),
              Path.of(arguments[2]),
              path(arguments, "keycloak="),
              Optional.empty())
          .signing();
    } else if (command.equals("load-memory") && arguments.length == 4) {
      new LoadComparison(
              Path.of(arguments[1]), Path.of(arguments[2]), Optional.empty(), Optional.empty())
          .memory(Integer.parseInt(arguments[3]));
    } else if (command.equals("checks") && arguments.length == 3) {
      new CheckComparison(Path.of(arguments[1]), Path.of(arguments[2])).run();
    } else if (command.equals("streams") && arguments.length == 3) {
      new StreamRun(Path.of(arguments[1]), Path.of(arguments[2])).run();
    } else if (command.equals("propagation") && arguments.length == 3) {
      new PropagationRun(Path.of(arguments[1]), Path.of(arguments[2])).run();
    } else if (command.equals("gateway") && arguments.length >= 3) {
      new GatewayRun(Path.of(arguments[1]), Path.of(arguments[2]), path(arguments, "spring="))
          .run();
    } else if (command.equals("gateway-memory") && arguments.length == 4) {
      new GatewayRun(Path.of(arguments[1]), Path.of(arguments[2]), Optional.empty())
          .memory(Integer.parseInt(arguments[3]));
    } else if (command.equals("audit") && arguments.length == 3) {
      new AuditRun(Path.of(arguments[1]), Path.of(arguments[2])).run();
    } else if (command.equals("feed-memory") && arguments.length == 2) {
      FeedMemory.measure(Path.of(arguments[1]));
    } else if (command.equals("soak") && arguments.length >= 3) {
      if (!Soak.run(List.of(arguments).subList(1, arguments.length))) {
        System.exit(1);
      }
    } else if (command.equals("soak-service")) {
      Soak.serve();
    } else if (command.equals("growth") && arguments.length == 3) {
      new Growth(Path.of(arguments[1]), Path.of(arguments[2])).run();
    } else if (command.equals("page") && arguments.length == 3) {
      new PerformancePage(Path.of(arguments[1]), Path.of(arguments[2])).write();
    } else {
      org.openjdk.jmh.Main.main(Arrays.copyOf(arguments, arguments.length));
    }
  }

  private static Optional<Path> path(String[] arguments, String name) {
    return Arrays.stream(arguments)
        .filter(argument -> argument.startsWith(name))
        .map(argument -> Path.of(argument.substring(name.length())))
        .findFirst();
  }
}
