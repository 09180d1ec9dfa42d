package signet.runtime.start;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application, or a command on its data, cannot start.
 *
 * <p>Each problem is one line for an operator that says what is wrong and what to do about it; no
 * line holds a secret. Configuration problems are reported all at once.
 */
public final class StartupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int EXIT_USAGE = 2;
  private static final int EXIT_FAILURE = 1;

  private final int exitCode;
  private final transient List<String> problems;

  private StartupException(int exitCode, List<String> problems, @Nullable Throwable cause) {
    super(String.join(System.lineSeparator(), problems), cause);
    this.exitCode = exitCode;
    this.problems = List.copyOf(problems);
  }

  /** The configuration or the command line is wrong: exit code 2. */
  public static StartupException configuration(List<String> problems) {
    return new StartupException(EXIT_USAGE, problems, null);
  }

  /** The configuration or the command line is wrong: exit code 2. */
  public static StartupException configuration(String problem) {
    return configuration(List.of(problem));
  }

  /** The surroundings do not permit a start (a port, a folder, a lock): exit code 1. */
  public static StartupException surroundings(String problem, @Nullable Throwable cause) {
    return new StartupException(EXIT_FAILURE, List.of(problem), cause);
  }

  /** The surroundings do not permit a start: exit code 1. */
  public static StartupException surroundings(String problem) {
    return surroundings(problem, null);
  }

  /** The code with which a process should end: 2 for usage and configuration, 1 otherwise. */
  public int exitCode() {
    return exitCode;
  }

  /** What is wrong, a line each. */
  public List<String> problems() {
    return problems;
  }
}
