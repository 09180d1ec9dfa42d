package signet.cli;

import java.time.InstantSource;
import signet.cli.terminal.Terminal;

/** The process's entry: runs one command on the process's own streams and exits with its status. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess();
    int status = new SignetCommandLine(terminal, InstantSource.system()).run(args);
    // Threads of libraries must not keep a finished command alive.
    System.exit(status);
  }
}
