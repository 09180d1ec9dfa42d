package signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import signet.cli.terminal.Terminal;

/**
 * One run of the command line in the test's own process.
 *
 * @param status the exit status
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int status, String out, String err) {
  /** The time that commands see. */
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  static CommandRun of(String input, String... arguments) {
    return of(Set.of(), Map.of(), input.getBytes(UTF_8), arguments);
  }

  static CommandRun of(
      Set<String> terminals, Map<String, String> environment, byte[] input, String... arguments) {
    return at(NOW, terminals, environment, input, arguments);
  }

  static CommandRun at(
      Instant now,
      Set<String> terminals,
      Map<String, String> environment,
      byte[] input,
      String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, false, UTF_8),
            terminals,
            environment);
    int status = new SignetCommandLine(terminal, InstantSource.fixed(now)).run(arguments);
    return new CommandRun(status, out.toString(UTF_8), err.toString(UTF_8));
  }
}
