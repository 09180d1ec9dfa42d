package signet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;

/**
 * Every command of {@code signet}, wired by hand, and what happens to their errors: one line on
 * standard error that says what to do, and an {@link ExitCode}. {@code SIGNET_DEBUG=1} adds the
 * stack trace. For one run by one thread.
 */
final class SignetCommandLine {
  private final Terminal terminal;
  private final CommandLine root;

  SignetCommandLine(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.root = new CommandLine(new SignetCommand());
    configure();
  }

  private void configure() {
    root.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    root.setUsageHelpWidth(80);
    root.setUsageHelpAutoWidth(false);
    root.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.hasColours() ? Ansi.ON : Ansi.OFF));
    root.setParameterExceptionHandler(this::wrongUsage);
    root.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
  }

  /** Runs one command and returns its exit status. */
  int run(String... args) {
    try {
      return root.execute(args);
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  private int wrongUsage(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    String message = firstLine(wrong);
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      message += didYouMean(unmatched);
    }
    say(message + "; see '" + command.getCommandSpec().qualifiedName() + " --help'");
    return ExitCode.USAGE;
  }

  private static String didYouMean(UnmatchedArgumentException unmatched) {
    var suggestions = unmatched.getSuggestions();
    return suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
  }

  private int failed(Exception failure) {
    if (terminal.environment("SIGNET_DEBUG").isPresent()) {
      failure.printStackTrace(terminal.err());
    }
    if (failure instanceof OperatorException wrong) {
      say(firstLine(wrong));
      return wrong.exitCode();
    }
    if (failure instanceof IOException) {
      say("reading or writing failed: " + firstLine(failure));
      return ExitCode.FAILED;
    }
    say(
        "a defect in signet ("
            + failure.getClass().getSimpleName()
            + "); run it again with SIGNET_DEBUG=1 and report what it prints");
    return ExitCode.DEFECT;
  }

  private void say(String message) {
    terminal.out().flush();
    terminal.err().println("signet: " + message);
  }

  private static String firstLine(Exception failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
