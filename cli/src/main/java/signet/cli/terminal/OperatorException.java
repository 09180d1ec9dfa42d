package signet.cli.terminal;

import org.jspecify.annotations.Nullable;
import signet.runtime.start.StartupException;

/**
 * Something that the person at the terminal can mend: the message is the one line (a line for each
 * problem where there are several) that says what is wrong and what to do. It never contains a
 * token, a password or key material.
 */
public final class OperatorException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private OperatorException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** As {@link #usage(String)}, with the message of what was caught. */
  public static OperatorException usage(Exception cause) {
    return usage(String.valueOf(cause.getMessage()), cause);
  }

  /** As {@link #failed(String)}, with the message of what was caught. */
  public static OperatorException failed(Exception cause) {
    return failed(String.valueOf(cause.getMessage()), cause);
  }

  /** A wrong flag, argument, file or configuration; exit code 2. */
  public static OperatorException usage(String message) {
    return new OperatorException(ExitCode.USAGE, message, null);
  }

  /** As {@link #usage(String)}, keeping what was caught. */
  public static OperatorException usage(String message, @Nullable Throwable cause) {
    return new OperatorException(ExitCode.USAGE, message, cause);
  }

  /** What keeps a part of Signet from starting, a line for each problem; its own exit code. */
  public static OperatorException of(StartupException cause) {
    return new OperatorException(cause.exitCode(), String.join("\n", cause.problems()), cause);
  }

  /** The command was understood and did not work; exit code 1. */
  public static OperatorException failed(String message) {
    return new OperatorException(ExitCode.FAILED, message, null);
  }

  /** As {@link #failed(String)}, keeping what was caught. */
  public static OperatorException failed(String message, Throwable cause) {
    return new OperatorException(ExitCode.FAILED, message, cause);
  }

  /** The keys could not be had; exit code 3. */
  public static OperatorException keysUnavailable(String message, @Nullable Throwable cause) {
    return new OperatorException(ExitCode.KEYS_UNAVAILABLE, message, cause);
  }

  /** The status to exit with, one of {@link ExitCode}. */
  public int exitCode() {
    return exitCode;
  }
}
