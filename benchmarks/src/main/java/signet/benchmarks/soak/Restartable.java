package signet.benchmarks.soak;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process that can be killed, held still and started again. One thread at a time acts on it. */
final class Restartable implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final int STOP_SECONDS = 15;
  private static final int PAUSE_MILLIS = 50;
  private static final int CONNECT_MILLIS = 1_000;

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path folder;
  private final URI ready;
  private volatile @Nullable Process process;

  /**
   * A process that does not run yet.
   *
   * @param ready answers 200 when it works; a {@code tcp} address works when it can be connected to
   */
  Restartable(
      String name, List<String> command, Map<String, String> environment, Path folder, URI ready) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.folder = folder;
    this.ready = ready;
  }

  /** Starts it, and does not wait until it works. */
  void start(Map<String, String> more) throws IOException {
    File log = folder.resolve(name + ".log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    builder.environment().putAll(environment);
    builder.environment().putAll(more);
    process = builder.start();
  }

  /** Waits until it works. */
  void awaitReady() throws IOException, InterruptedException {
    if (!becomesReady()) {
      throw new IOException(name + " ended; see " + folder.resolve(name + ".log"));
    }
  }

  /** Waits until it works, or has ended: then it does not. */
  boolean becomesReady() throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!isReady()) {
      if (!isAlive()) {
        return false;
      }
      if (System.nanoTime() - start > LONGEST_START.toNanos()) {
        throw new IOException(name + " did not start; see " + folder.resolve(name + ".log"));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return true;
  }

  /** Whether it works at this moment. */
  boolean isReady() {
    if (ready.getScheme().equals("tcp")) {
      try (Socket socket = new Socket()) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        socket.connect(new InetSocketAddress(loopback, ready.getPort()), CONNECT_MILLIS);
        return true;
      } catch (IOException e) {
        return false;
      }
    }
    return Wire.isGood(ready);
  }

  boolean isAlive() {
    Process current = process;
    return current != null && current.isAlive();
  }

  /** SIGKILL, for it and all that it has started. */
  void kill() throws InterruptedException {
    Process current = process;
    if (current != null) {
      all(current).forEach(ProcessHandle::destroyForcibly);
      current.waitFor();
    }
  }

  void pause() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process current = process;
    if (current != null && current.isAlive()) {
      for (ProcessHandle handle : all(current)) {
        new ProcessBuilder("kill", signal, Long.toString(handle.pid())).start().waitFor();
      }
    }
  }

  private static List<ProcessHandle> all(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  @Override
  public void close() {
    Process current = process;
    if (current == null) {
      return;
    }
    List<ProcessHandle> all = all(current);
    current.destroy();
    try {
      if (!current.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      all.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}
