package signet.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import signet.testkit.Requirement;

/** The npm packages of {@code express/}, as their lock file names them. */
final class NodePackages {
  private static final Path FOLDER = SignetProcess.ROOT.resolve("express");
  private static final Path LOCK = FOLDER.resolve("package-lock.json");

  /** What npm writes once it has installed everything. */
  private static final Path INSTALLED = FOLDER.resolve("node_modules/.package-lock.json");

  /** The build writes into it last. */
  private static final Path BUILT = FOLDER.resolve("service/dist/cjs");

  private NodePackages() {}

  /** What a command did. */
  record Run(int exit, String output) {}

  /** Installs them where they are not, and skips where that cannot be. */
  static void install(Consumer<String> skip) throws IOException, InterruptedException {
    Requirement.command("node", "nodejs (Debian), 20.19 or later").orSkip(skip);
    Requirement.command("npm", "npm (Debian)").orSkip(skip);
    if (isInstalled()) {
      return;
    }
    Run run = run("npm", "ci", "--no-audit", "--no-fund");
    new Requirement(
            run.exit() == 0,
            "skipped: npm ci failed in express/, is the registry reachable? " + lastLine(run))
        .orSkip(skip);
  }

  /** Makes the package for Node where it is older than its sources; skips as {@link #install}. */
  static void build(Consumer<String> skip) throws IOException, InterruptedException {
    install(skip);
    if (isBuilt()) {
      return;
    }
    Run built = run("npm", "run", "build");
    if (built.exit() != 0) {
      throw new AssertionError(built.output());
    }
  }

  private static boolean isBuilt() throws IOException {
    if (!Files.exists(BUILT)) {
      return false;
    }
    FileTime built = Files.getLastModifiedTime(BUILT);
    try (Stream<Path> sources = Files.walk(FOLDER.resolve("service/src"))) {
      return sources.allMatch(source -> source.toFile().lastModified() <= built.toMillis());
    }
  }

  private static boolean isInstalled() throws IOException {
    return Files.exists(INSTALLED)
        && Files.getLastModifiedTime(INSTALLED).compareTo(Files.getLastModifiedTime(LOCK)) >= 0;
  }

  private static String lastLine(Run run) {
    return run.output().lines().reduce("", (before, line) -> line.isBlank() ? before : line);
  }

  /** Runs a command in the folder, for four minutes at most. */
  static Run run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("signet-npm", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(4, TimeUnit.MINUTES);
      process.destroy();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      return new Run(ended ? process.exitValue() : -1, text);
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
