package signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import signet.cli.terminal.Terminal;

/**
 * What the launcher runs once after a build, so that the start-up cache holds the classes of the
 * usual commands, loaded and linked. Prints each command and its exit status for the curious.
 */
final class TrainingRun {
  private final Path folder;

  private TrainingRun(Path folder) {
    this.folder = folder;
  }

  /**
   * Runs the commands of one cache on a temporary folder.
   *
   * @param args {@code tools} or {@code server}
   */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("signet-training-");
    try {
      TrainingRun training = new TrainingRun(folder);
      if (args[0].equals("server")) {
        training.server();
      } else {
        training.tools();
      }
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
    System.exit(0);
  }

  private void tools() {
    run("", "--version");
    run("", "--help");
    for (String algorithm : new String[] {"RS256", "ES256", "Ed25519", "HS256"}) {
      String key = folder.resolve(algorithm).toString();
      run("", "key", "generate", "--alg", algorithm, "--out", key);
      run("", "key", "show", key);
      String token = run("", "token", "sign", "--key", key, "sub=alice", "roles:=[\"clerk\"]");
      run(token, "token", "decode");
      boolean secret = algorithm.equals("HS256");
      String[] source = {secret ? "--secret-file" : "--public-key", secret ? key : key + ".pub"};
      run(token, "token", "verify", source[0], source[1]);
      run(token, "token", "verify", source[0], source[1], "--lines", "--json");
      run(token, "token", "explain", source[0], source[1], "--audience", "none");
    }
    run("wrong", "token", "verify", "--wrong");
  }

  private void server() {
    run("", "demo", "--token-lifetime", "1s");
  }

  private static String run(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, false, UTF_8),
            Set.of(),
            Map.of());
    int status = new SignetCommandLine(terminal, InstantSource.system()).run(arguments);
    System.out.println(String.join(" ", arguments) + " -> " + status + " " + err.toString(UTF_8));
    return out.toString(UTF_8);
  }
}
