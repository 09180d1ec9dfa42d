package signet.server.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import signet.testkit.Requirement;

/** A real Redis on loopback that keeps nothing on the disk; closing it kills it. */
public final class TestRedis implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final Process process;
  private final int port;

  private TestRedis(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one on a free port, with options of its command line. */
  public static TestRedis start(String... options) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return startOn(freePort(), options);
      } catch (IOException e) {
        // Somebody else may have taken the port meanwhile.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Starts one where another was. */
  public static TestRedis startOn(int port, String... options) throws IOException {
    Requirement.command("redis-server", "redis-server (Debian)").orSkip(Assumptions::abort);
    List<String> command = new ArrayList<>(List.of("redis-server"));
    List<String> given = List.of(options);
    command.addAll(
        given.contains("--tls-cert-file")
            ? List.of("--port", "0", "--tls-port", Integer.toString(port))
            : List.of("--port", Integer.toString(port)));
    command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
    command.addAll(given);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      lines.add(line);
      if (line.contains("eady to accept connections")) {
        Thread.startVirtualThread(() -> out.lines().forEach(ignored -> {}));
        return new TestRedis(process, port);
      }
    }
    throw new IOException("redis-server ended: " + lines);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** How to reach it without TLS or a password. */
  public RedisAddress address() {
    return new RedisAddress(
        false,
        "localhost",
        port,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(5));
  }

  /** Has it hold still with its connections open, or go on. */
  public void hold(boolean still) throws IOException, InterruptedException {
    new ProcessBuilder("kill", still ? "-STOP" : "-CONT", Long.toString(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
