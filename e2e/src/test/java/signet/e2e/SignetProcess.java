package signet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One real process of {@code ./signet}. Closing it kills it if it still runs, so that a failed test
 * leaves nothing behind.
 */
final class SignetProcess implements AutoCloseable {
  static final Path ROOT = Path.of(System.getProperty("signet.root")).toAbsolutePath();
  static final Path LAUNCHER = ROOT.resolve("signet");

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PREPARATION = Duration.ofMinutes(6);

  private static boolean prepared;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Queue<String> out = new ConcurrentLinkedQueue<>();
  private final Queue<String> err = new ConcurrentLinkedQueue<>();
  private final List<Thread> readers = new ArrayList<>();

  private SignetProcess(Process process) {
    this.process = process;
    readers.add(Thread.startVirtualThread(() -> drain(process.getInputStream(), out, lines)));
    readers.add(
        Thread.startVirtualThread(
            () -> drain(process.getErrorStream(), err, new LinkedBlockingQueue<>())));
  }

  /** Starts {@code ./signet} with these arguments in a folder, standard input as given. */
  static SignetProcess start(Path folder, String input, String... arguments) throws IOException {
    return start(LAUNCHER, folder, input, arguments);
  }

  static SignetProcess start(Path launcher, Path folder, String input, String... arguments)
      throws IOException {
    return start(launcher, folder, Map.of(), input, arguments);
  }

  /** Starts {@code signet demo} with its temporary files in a folder of its own. */
  static SignetProcess demo(Path folder, Path temporary, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("demo"));
    all.addAll(List.of(arguments));
    Map<String, String> environment = Map.of("SIGNET_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
    return start(LAUNCHER, folder, environment, "", all.toArray(new String[0]));
  }

  /** Starts {@code ./signet} with variables added to its environment. */
  static SignetProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    return start(LAUNCHER, folder, environment, "", arguments);
  }

  /**
   * Has the start-up caches made where they are missing, so that no test's patience is spent on
   * them and none sees the launcher say so.
   */
  static synchronized void prepare() throws IOException {
    if (prepared) {
      return;
    }
    Process process =
        noBuild(new ProcessBuilder(LAUNCHER.toString(), "--version"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(PREPARATION.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("the start-up caches could not be prepared");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroy();
    }
    prepared = true;
  }

  /** A stale distribution is this build's defect; a build within the build would hide it. */
  private static ProcessBuilder noBuild(ProcessBuilder builder) {
    builder.environment().put("SIGNET_NO_BUILD", "1");
    return builder;
  }

  private static SignetProcess start(
      Path launcher,
      Path folder,
      Map<String, String> environment,
      String input,
      String... arguments)
      throws IOException {
    prepare();
    List<String> command = new ArrayList<>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process = noBuild(builder).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      // It ended without reading its input, which its test will judge by what it printed.
    }
    return new SignetProcess(process);
  }

  private static void drain(InputStream in, Queue<String> all, Queue<String> lines) {
    try (var reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        all.add(line);
        lines.add(line);
      }
    } catch (IOException e) {
      all.add("(stream closed)");
    }
  }

  /** The next line of standard output. */
  String nextLine() throws InterruptedException {
    String line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("no line on standard output; standard error was: " + err);
    }
    return line;
  }

  /** Reads standard output up to the first such line. */
  void waitForLine(Predicate<String> wanted) throws InterruptedException {
    while (!wanted.test(nextLine())) {
      assertThat(isAlive() || !lines.isEmpty()).as(err()).isTrue();
    }
  }

  /** Waits for the end and returns the exit status. */
  int exitStatus() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + PATIENCE + "; standard error was: " + err);
    }
    for (Thread reader : readers) {
      reader.join();
    }
    return process.exitValue();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Sends a signal by its name, such as {@code HUP}. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Sends SIGKILL, to what the launcher has started too. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String out() {
    return joined(out);
  }

  String err() {
    return joined(err);
  }

  private static String joined(Queue<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  @Override
  public void close() {
    kill();
  }
}
