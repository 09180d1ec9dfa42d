package signet.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import signet.cli.terminal.Terminal;

/**
 * What the launcher runs once after a build, so that the start-up cache holds the classes that the
 * usual commands need, loaded and linked.
 */
final class TrainingRun {
  private TrainingRun() {}

  /** Runs the usual commands on nothing. */
  public static void main(String[] args) {
    run("", "--version");
    run("", "--help");
    System.exit(0);
  }

  private static void run(String input, String... args) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(new ByteArrayInputStream(bytes), nowhere, nowhere, Set.of(), Map.of());
    new SignetCommandLine(terminal, InstantSource.system()).run(args);
  }
}
