package signet.benchmarks.load;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server's process: started, waited for, watched and ended. */
public final class ServerProcess implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofMinutes(3);
  private static final int STOP_SECONDS = 30;
  private static final int PAUSE_MILLIS = 20;

  private final Process process;
  private final double readySeconds;

  private ServerProcess(Process process, double readySeconds) {
    this.process = process;
    this.readySeconds = readySeconds;
  }

  /**
   * Starts a command and waits until the address answers 200.
   *
   * @param log where its output goes
   * @throws IOException if it ends before, or takes too long
   */
  public static ServerProcess start(
      List<String> command, Map<String, String> environment, Path folder, Path log, URI ready)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    Process process = builder.start();
    while (!answers(ready)) {
      if (!process.isAlive() || System.nanoTime() - start > LONGEST_START.toNanos()) {
        process.destroyForcibly();
        throw new IOException(command.get(0) + " did not start; see " + log);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return new ServerProcess(process, (System.nanoTime() - start) / 1e9);
  }

  private static boolean answers(URI address) {
    try {
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(5000);
      boolean good = connection.getResponseCode() == 200;
      connection.disconnect();
      return good;
    } catch (IOException e) {
      return false;
    }
  }

  /** The size of all files in a folder. */
  static long bytesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  double readySeconds() {
    return readySeconds;
  }

  /** The process and all that it started. */
  public List<Long> pids() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  /** Of the process and all that it started. */
  public long residentKib() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .mapToLong(handle -> residentKib(handle.pid()))
        .sum();
  }

  private static long residentKib(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      // It has ended meanwhile.
      return 0;
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      all.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}
