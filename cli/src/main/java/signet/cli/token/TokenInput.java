package signet.cli.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;

/**
 * Where tokens come from: an argument, or standard input. What is read is bounded; a longer text is
 * cut, which leaves it too large for any verifier.
 */
public final class TokenInput {
  /** Well above what a verifier takes, so that it is the verifier that says too large. */
  public static final int MAX_TOKEN_BYTES = 64 * 1024;

  /** The description of the argument. */
  public static final String HELP = "The token; " + TokenInput.STANDARD_INPUT;

  /** How such a description ends. */
  static final String STANDARD_INPUT =
      "'-' or nothing reads it from standard input. Prefer standard input: arguments"
          + " show in process lists and shell histories.";

  private final Terminal terminal;

  /** Tokens of these streams. */
  public TokenInput(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * The one token that the argument gives, or standard input up to its line end.
   *
   * @throws OperatorException if nothing is there
   */
  public String one(Optional<String> argument) throws IOException, OperatorException {
    if (argument.isPresent() && !argument.get().equals("-")) {
      return argument.get();
    }
    String read = read();
    if (read.isBlank()) {
      throw OperatorException.usage("no token was given: standard input is empty");
    }
    return read;
  }

  private String read() throws IOException {
    if (terminal.isInteractive()) {
      terminal.err().println("Paste the token and press Enter.");
      terminal.err().flush();
      return nextLine().orElse("");
    }
    return withoutLineEnd(new String(terminal.in().readNBytes(MAX_TOKEN_BYTES), UTF_8));
  }

  /** As {@link #one}, of any number of lines; a person ends them with Ctrl-D. */
  public String whole(Optional<String> argument) throws IOException, OperatorException {
    if (argument.isPresent() && !argument.get().equals("-")) {
      return argument.get();
    }
    if (terminal.isInteractive()) {
      terminal.err().println("Paste it and press Ctrl-D on a line of its own.");
      terminal.err().flush();
    }
    return withoutLineEnd(new String(terminal.in().readNBytes(MAX_TOKEN_BYTES), UTF_8));
  }

  /** The next line of standard input, absent at its end. */
  Optional<String> nextLine() throws IOException {
    return terminal.readLine(MAX_TOKEN_BYTES);
  }

  private static String withoutLineEnd(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
