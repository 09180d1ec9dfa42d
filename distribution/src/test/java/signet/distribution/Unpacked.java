package signet.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The archive, unpacked in a folder whose name has spaces, and its commands run with no Java
 * around.
 */
final class Unpacked {
  static final Path ARCHIVE = Path.of(System.getProperty("signet.archive"));

  /** What the scripts call; there is no {@code java} among them. */
  private static final List<String> TOOLS = List.of("sh", "readlink", "mkdir", "mv", "rm");

  /** What configurations leave to the environment. */
  private static final Map<String, String> SECRETS =
      Map.of("SIGNET_GATEWAY_CLIENT_SECRET", "only-for-tests-only-for-tests-only-for-tests");

  private static final long PATIENCE_MINUTES = 4;

  private final Path home;
  private final Path tools;

  private Unpacked(Path home, Path tools) {
    this.home = home;
    this.tools = tools;
  }

  /** What a command did. */
  record Run(int status, String out, String err) {}

  /** Unpacks it there. */
  static Unpacked in(Path folder) throws IOException, InterruptedException {
    Path place = Files.createDirectories(folder.resolve("opt with spaces"));
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : TOOLS) {
      Path found =
          Stream.of("/usr/bin", "/bin")
              .map(at -> Path.of(at, tool))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow();
      Files.createSymbolicLink(tools.resolve(tool), found);
    }
    Process tar =
        new ProcessBuilder("tar", "-xzf", ARCHIVE.toString(), "-C", place.toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    try (Stream<Path> entries = Files.list(place)) {
      List<Path> all = entries.toList();
      assertThat(all).as("one folder, so that nothing is strewn about").hasSize(1);
      return new Unpacked(all.get(0), tools);
    }
  }

  Path home() {
    return home;
  }

  Path launcher() {
    return home.resolve("bin/signet");
  }

  /** Starts a program of the distribution in a folder. */
  Process start(Path folder, Path program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().putAll(SECRETS);
    return builder.start();
  }

  /** What {@code --check-config} complains of. */
  String checkConfiguration(String command, Path file) throws Exception {
    Run run = run(file.getParent(), "", command, "--config", file.toString(), "--check-config");
    assertThat(run.status()).as(run.err()).isZero();
    return run.err();
  }

  /** Runs {@code bin/signet} in a folder to its end. */
  Run run(Path folder, String input, String... arguments) throws Exception {
    return run(folder, launcher(), input, arguments);
  }

  Run run(Path folder, Path program, String input, String... arguments) throws Exception {
    Process process = start(folder, program, arguments);
    try {
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(UTF_8));
      }
      StringBuilder err = new StringBuilder();
      Thread errors = Thread.startVirtualThread(() -> drain(process.errorReader(UTF_8), err));
      StringBuilder out = new StringBuilder();
      drain(process.inputReader(UTF_8), out);
      assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
      errors.join();
      return new Run(process.exitValue(), out.toString(), err.toString());
    } finally {
      process.destroyForcibly();
    }
  }

  private static void drain(BufferedReader reader, StringBuilder text) {
    try {
      StringWriter all = new StringWriter();
      reader.transferTo(all);
      text.append(all);
    } catch (IOException e) {
      text.append("(stream closed)");
    }
  }
}
