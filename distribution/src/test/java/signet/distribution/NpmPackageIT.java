package signet.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Requirement;
import signet.testkit.json.Json;

/** The npm package as it is packed, in a project that has nothing else of ours. */
final class NpmPackageIT {
  private static final Path EXPRESS = Path.of(System.getProperty("signet.root"), "express");
  private static final Path FILES =
      Path.of(System.getProperty("signet.root"), "distribution/src/test/resources/npm");
  private static final String ACCEPTED_AND_REFUSED = "200 alice\n401 bad_signature\n";

  @TempDir private static Path project;

  @BeforeAll
  static void install() throws Exception {
    Requirement.command("node", "nodejs (Debian), 20.19 or later").orSkip(Assumptions::abort);
    Requirement.command("npm", "npm (Debian)").orSkip(Assumptions::abort);
    if (!Files.exists(EXPRESS.resolve("node_modules/.package-lock.json"))) {
      run(EXPRESS, "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
    }
    run(EXPRESS, "npm", "run", "build", "--silent");
    run(
        EXPRESS,
        "npm",
        "pack",
        "--silent",
        "--workspace",
        "signet-express",
        "--pack-destination",
        project.toString());
    try (Stream<Path> files = Files.list(FILES)) {
      for (Path file : files.toList()) {
        Files.copy(file, project.resolve(file.getFileName()));
      }
    }
    Files.writeString(project.resolve("package.json"), "{\"name\":\"empty\",\"private\":true}");
    Json versions =
        Json.parse(Files.readString(EXPRESS.resolve("package.json"))).at("devDependencies");
    run(
        project,
        "npm",
        "install",
        "--prefer-offline",
        "--no-audit",
        "--no-fund",
        "./" + packed(),
        "express@" + versions.text("express"),
        "typescript@" + versions.text("typescript"),
        "@types/express@" + versions.text("@types/express"),
        "@types/node@" + versions.text("@types/node"));
  }

  private static Path packed() throws Exception {
    try (Stream<Path> files = Files.list(project)) {
      return files
          .map(Path::getFileName)
          .filter(name -> name.toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static String run(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void worksAsAModule() throws Exception {
    assertThat(run(project, "node", "esm.mjs")).isEqualTo(ACCEPTED_AND_REFUSED);
  }

  @Test
  void worksWhereItIsRequired() throws Exception {
    assertThat(run(project, "node", "cjs.cjs")).isEqualTo(ACCEPTED_AND_REFUSED);
  }

  /** Each on its own: a program has one kind or the other. */
  @Test
  void hasTypesForBoth() throws Exception {
    for (String program : List.of("types.mts", "types.cts")) {
      run(
          project,
          "node",
          "node_modules/typescript/bin/tsc",
          "--noEmit",
          "--strict",
          "--target",
          "es2022",
          "--module",
          "nodenext",
          "--moduleResolution",
          "nodenext",
          "--types",
          "node",
          program);
    }
  }

  @Test
  void holdsCodeTypesAndTheLicenceAlone() throws Exception {
    Path installed = project.resolve("node_modules/signet-express");
    try (Stream<Path> files = Files.list(installed)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("LICENSE", "README.md", "dist", "package.json");
    }
  }
}
