package signet.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The streams of one run of the command line. Everything that a command reads or prints passes
 * here, so a test can run commands in its own process. Text is UTF-8. Reading is for one thread;
 * {@link #out()} and {@link #err()} may be printed to from any.
 */
public final class Terminal {
  /** Comma-separated names among {@code in}, {@code out}, {@code err}; the launcher sets it. */
  private static final String TERMINALS_PROPERTY = "signet.terminals";

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Set<String> terminals;
  private final Map<String, String> environment;

  /**
   * A terminal over the given streams.
   *
   * @param terminals which of {@code in}, {@code out} and {@code err} a person sits at
   * @param environment the environment variables
   */
  public Terminal(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Set<String> terminals,
      Map<String, String> environment) {
    this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in);
    this.out = out;
    this.err = err;
    this.terminals = Set.copyOf(terminals);
    this.environment = Map.copyOf(environment);
  }

  /** The process's own streams. */
  public static Terminal ofProcess() {
    return new Terminal(
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        Set.of(System.getProperty(TERMINALS_PROPERTY, "").split(",", -1)),
        System.getenv());
  }

  // System.out would encode in the locale's charset, which is ASCII in many containers.
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 8192), false, UTF_8);
  }

  /** Standard output: results only. Flushed when the command ends; long-running ones flush. */
  public PrintStream out() {
    return out;
  }

  /** Standard error: everything that is not the result. */
  public PrintStream err() {
    return err;
  }

  /** Standard input, buffered. */
  public InputStream in() {
    return in;
  }

  /** Whether a person sits at standard input. */
  public boolean isInteractive() {
    return terminals.contains("in");
  }

  /** Whether standard output is a terminal that wants colours (see no-color.org). */
  public boolean hasColours() {
    return terminals.contains("out")
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** Whether a person watches standard error, so that progress may be drawn there. */
  public boolean showsProgress() {
    return terminals.contains("err") && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** The text in a colour where colours are wanted, otherwise as it is. */
  public String styled(Style style, String text) {
    return hasColours() ? style.escape() + text + "\u001b[0m" : text;
  }

  /** The value of an environment variable, absent when unset or empty. */
  public Optional<String> environment(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** The environment variables. Immutable. */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * The next line of standard input without its line end ({@code \n} or {@code \r\n}), absent at
   * the end. A longer line is read to its end and cut at {@code maxBytes}.
   */
  public Optional<String> readLine(int maxBytes) throws IOException {
    return readLine(in, maxBytes);
  }

  /** As {@link #readLine(int)}, of another stream, which should be buffered. */
  public static Optional<String> readLine(InputStream in, int maxBytes) throws IOException {
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() < maxBytes) {
        line.write(next);
      }
    }
    String text = line.toString(UTF_8);
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  /** Whether a person says yes to what follows; false where nobody sits there. */
  public boolean confirms(String consequence) throws IOException {
    if (!isInteractive()) {
      return false;
    }
    err.print(consequence + " Type yes to do it: ");
    err.flush();
    return readLine(16).filter("yes"::equals).isPresent();
  }

  /**
   * Asks for a password: at a terminal twice and without echo, otherwise one line of standard
   * input.
   */
  public String readNewPassword(String prompt) throws IOException, OperatorException {
    if (!isInteractive()) {
      return readLine(4096)
          .orElseThrow(
              () ->
                  OperatorException.usage(
                      "no password on standard input; pipe one line or run it at a terminal"));
    }
    // Never null since JDK 22, whatever its annotation says.
    Console console = Objects.requireNonNull(System.console());
    if (!console.isTerminal()) {
      throw OperatorException.usage(
          "cannot hide the password because standard output is not a terminal;"
              + " pipe the password in as one line");
    }
    char[] first = console.readPassword("%s: ", prompt);
    char[] second = console.readPassword("%s, again: ", prompt);
    if (first == null || second == null) {
      throw OperatorException.usage("no password entered");
    }
    boolean same = Arrays.equals(first, second);
    String password = new String(first);
    Arrays.fill(first, '\0');
    Arrays.fill(second, '\0');
    if (!same) {
      throw OperatorException.usage("the two passwords differ; nothing was changed");
    }
    return password;
  }
}
