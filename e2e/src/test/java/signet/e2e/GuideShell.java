package signet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A reader's shell: it runs the commands of a guide in a folder, with {@code signet} at hand. */
final class GuideShell {
  private static final int MINUTES = 5;

  private final Path folder;
  private final Map<String, String> variables = new LinkedHashMap<>();

  /** A shell in that folder. */
  GuideShell(Path folder) throws IOException {
    this.folder = folder;
    SignetProcess.prepare();
    Files.createSymbolicLink(folder.resolve("signet"), SignetProcess.LAUNCHER);
    variables.put("SIGNET_NO_BUILD", "1");
  }

  /** With a variable more. */
  GuideShell with(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Runs commands, each of which must do, and gives what they print. */
  String run(String commands) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-c", "set -eu\n{\n" + commands + "\n} 2>&1")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    shell.environment().merge("PATH", folder.toString(), (path, ours) -> ours + ":" + path);
    shell.environment().putAll(variables);
    Process process = shell.start();
    try {
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      String text = Files.readString(output, UTF_8);
      assertThat(ended).as("came to its end: %s", text).isTrue();
      assertThat(process.exitValue()).as(text).isZero();
      return text;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
