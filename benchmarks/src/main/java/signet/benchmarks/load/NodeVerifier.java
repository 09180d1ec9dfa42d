package signet.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A verifier in Node, in a process of its own, that follows a server's feed and says when it first
 * refuses a token. The moment is when the word arrives here, by this process's clock.
 */
final class NodeVerifier implements AutoCloseable {
  private static final String SCRIPT = "verifier.mjs";

  private final Process process;
  private final PrintStream commands;
  private final BufferedReader answers;
  private final long[] refusedNanos;
  private int left;

  private NodeVerifier(Process process, int tokens) {
    this.process = process;
    this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.refusedNanos = new long[tokens];
    this.left = tokens;
  }

  /**
   * Starts one.
   *
   * @param launcher beside which the package for Node lies, built
   * @param folder for the script
   * @param tokens how many it will be told of
   */
  static NodeVerifier start(
      Path launcher, Path folder, FeedServer server, String issuer, int tokens) throws IOException {
    try (InputStream in = NodeVerifier.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IOException("the jar lacks " + SCRIPT);
      }
      Files.copy(in, folder.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
    }
    // Node looks for packages beside the script.
    Path modules = launcher.resolveSibling("express").resolve("node_modules");
    if (!Files.exists(modules.resolve("signet-express/dist/esm/index.js"))) {
      throw new IOException("express is not built: npm ci, then npm run build, in express/");
    }
    Path link = folder.resolve("node_modules");
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, modules);
    }
    ProcessBuilder builder =
        new ProcessBuilder("node", folder.resolve(SCRIPT).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder
        .environment()
        .putAll(
            Map.of(
                "PROPAGATION_ISSUER",
                issuer,
                "PROPAGATION_SERVER",
                server.uri("").toString(),
                "PROPAGATION_CLIENT_ID",
                FeedServer.CLIENT_ID,
                "PROPAGATION_CLIENT_SECRET",
                FeedServer.SECRET));
    return new NodeVerifier(builder.start(), tokens);
  }

  /** Tells it of all tokens, which it must accept. */
  void accept(List<String> tokens) throws IOException {
    for (String token : tokens) {
      commands.println("accept " + token);
      String answer = answers.readLine();
      if (!"accepted".equals(answer)) {
        throw new IOException("a verifier in Node says " + answer);
      }
    }
  }

  /** That token is about to be revoked. */
  void expect(int token) {
    commands.println("watch " + token);
  }

  /** Listens until every token is refused, or the process ends. */
  void watch() {
    try {
      while (left > 0) {
        String line = answers.readLine();
        if (line == null) {
          return;
        }
        refusedNanos[Integer.parseInt(line.substring("refused ".length()))] = System.nanoTime();
        left--;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When it first refused each token; 0 where it did not. To be read after {@link #watch}. */
  long[] refusedNanos() {
    return refusedNanos.clone();
  }

  @Override
  public void close() {
    commands.close();
    try {
      if (!process.waitFor(Duration.ofSeconds(5))) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
