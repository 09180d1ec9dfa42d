package signet.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Requirement;
import signet.testkit.json.Json;

/** The archive where neither Java nor anything else of a developer's machine is. */
final class ArchiveIT {
  private static final String PASSWORD = "correct horse battery";

  /** Used while compiling alone, by annotation processors that some libraries carry along. */
  private static final Set<String> NEVER_LOADED = Set.of("java.compiler");

  @TempDir private static Path place;
  private static Unpacked signet;

  @TempDir private Path folder;

  @BeforeAll
  static void unpack() throws Exception {
    signet = Unpacked.in(place);
  }

  @Test
  void runsOnItsOwnJava() throws Exception {
    Unpacked.Run run = signet.run(folder, "", "--version");
    assertThat(run.out()).matches("signet \\d+\\.\\d+\\.\\d+\\S* \\(Java 25\\)\n");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void worksThroughChainsOfSymbolicLinks() throws Exception {
    Path one = Files.createSymbolicLink(folder.resolve("one"), signet.launcher());
    Path two = Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
    for (Path link : List.of(one, two)) {
      assertThat(signet.run(folder, link, "", "--version").status()).as("%s", link).isZero();
    }
    assertThat(signet.run(signet.home().resolve("bin"), Path.of("./signet"), "", "--version"))
        .extracting(Unpacked.Run::status)
        .isEqualTo(0);
  }

  @Test
  void issuesTokensThatItVerifies() throws Exception {
    assertThat(signet.run(folder, PASSWORD + "\n", "user", "add", "alice").status()).isZero();
    Process server =
        signet.start(folder, signet.launcher(), "serve", "--port", "0", "--management-port", "0");
    try {
      String ready = server.inputReader(UTF_8).readLine();
      assertThat(ready).startsWith("ready http://localhost:");
      String issuer = ready.substring("ready ".length());
      Unpacked.Run verified =
          signet.run(
              folder,
              login(issuer) + "\n",
              "token",
              "verify",
              "--jwks",
              issuer + "/.well-known/jwks.json",
              "--issuer",
              issuer,
              "--audience",
              issuer,
              "--typ",
              "at+jwt");
      assertThat(verified.status()).as(verified.out() + verified.err()).isZero();
      assertThat(verified.out()).startsWith("valid\n");
      server.destroy();
      assertThat(server.waitFor(1, TimeUnit.MINUTES)).as("stops on SIGTERM").isTrue();
    } finally {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
    }
  }

  private static String login(String issuer) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(issuer + "/session/login"))
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"username\":\"alice\",\"password\":\"" + PASSWORD + "\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return Json.parse(response.body()).text("access_token");
    }
  }

  /** Takes the whole: server, gateway, forged tokens, revocation. */
  @Test
  void tellsTheDemo() throws Exception {
    Unpacked.Run run = signet.run(folder, "", "demo");
    assertThat(run.status()).as(run.out()).isZero();
  }

  @Test
  void trainsItsStartUpCaches() throws Exception {
    Path program = signet.home().resolve("bin/signet-prepare");
    Unpacked.Run run = signet.run(folder, program, "");
    assertThat(run.status()).as(run.err()).isZero();
    Path caches = signet.home().resolve("cache");
    assertThat(caches.resolve("tools.aot")).isNotEmptyFile();
    assertThat(caches.resolve("server.aot")).isNotEmptyFile();
    assertThat(signet.run(folder, "", "--version").err()).as("the cache fits").isEmpty();
  }

  @Test
  void itsExamplesOfConfigurationAreValid() throws Exception {
    Path examples = signet.home().resolve("etc");
    for (String[] command :
        new String[][] {{"serve", "signet.yaml"}, {"gateway", "gateway.yaml"}}) {
      Unpacked.Run run =
          signet.run(
              folder,
              "",
              command[0],
              "--config",
              examples.resolve(command[1]).toString(),
              "--check-config");
      assertThat(run.status()).as(run.err()).isZero();
    }
  }

  @Test
  void carriesManualPagesAndCompletionForEveryCommand() throws Exception {
    Path share = signet.home().resolve("share");
    Unpacked.Run help = signet.run(folder, "", "man", "token", "verify");
    assertThat(share.resolve("man/man1/signet-token-verify.1")).hasContent(help.out());
    assertThat(share.resolve("man/man1/signet-serve.1")).isNotEmptyFile();
    for (String file :
        List.of(
            "bash-completion/completions/signet",
            "zsh/site-functions/signet.zsh",
            "fish/vendor_completions.d/signet.fish")) {
      assertThat(share.resolve(file)).content().contains("replay-audit");
    }
  }

  @Test
  void itsRuntimeHasTheModulesThatTheLibrariesNeed() throws IOException {
    Path libraries = signet.home().resolve("lib");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-s",
                "--ignore-missing-deps",
                "--multi-release",
                "25",
                "--module-path",
                libraries.toString()));
    try (Stream<Path> all = Files.list(libraries)) {
      all.filter(jar -> jar.toString().endsWith(".jar"))
          .map(Path::toString)
          .forEach(arguments::add);
    }
    StringWriter out = new StringWriter();
    PrintWriter print = new PrintWriter(out);
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(print, print, arguments.toArray(new String[0]));
    Set<String> needed =
        out.toString()
            .lines()
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .filter(name -> name.startsWith("java.") || name.startsWith("jdk."))
            .collect(Collectors.toCollection(TreeSet::new));
    needed.removeAll(NEVER_LOADED);
    assertThat(needed).as("what jdeps said: " + out).contains("java.base", "java.sql");
    assertThat(modulesOfTheRuntime()).containsAll(needed).contains("jdk.crypto.cryptoki");
  }

  private static Set<String> modulesOfTheRuntime() throws IOException {
    String modules =
        Files.readAllLines(signet.home().resolve("runtime/release")).stream()
            .filter(line -> line.startsWith("MODULES="))
            .findFirst()
            .orElseThrow();
    return Set.of(modules.substring("MODULES=\"".length(), modules.length() - 1).split(" "));
  }

  /** Every entry the same whoever builds it, and whenever. */
  @Test
  void isTheSameWhoeverBuildsIt() throws Exception {
    Process tar =
        new ProcessBuilder("tar", "--full-time", "--utc", "-tvzf", Unpacked.ARCHIVE.toString())
            .start();
    List<String> entries = tar.inputReader(UTF_8).lines().toList();
    assertThat(entries).hasSizeGreaterThan(200);
    assertThat(entries)
        .allSatisfy(
            entry ->
                assertThat(entry)
                    .matches("(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x|l\\S{9}) root/root .*")
                    .contains(" 2026-01-01 00:00:00 "));
  }

  @Test
  void onlyProgramsAreExecutable() throws IOException {
    try (Stream<Path> all = Files.walk(signet.home().resolve("lib"))) {
      assertThat(all.filter(Files::isRegularFile)).noneMatch(Files::isExecutable);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(signet.launcher())))
        .isEqualTo("rwxr-xr-x");
  }

  @Test
  void itsUnitsAreWellFormedAndHardened() throws Exception {
    Requirement.command("systemd-analyze", "systemd (Debian)").orSkip(Assumptions::abort);
    for (String unit : List.of("signet-server.service", "signet-gateway.service")) {
      String text = Files.readString(signet.home().resolve("systemd/" + unit));
      // Where it lies here, and without the manual, which is not installed.
      Path link = folder.resolve("opt");
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, signet.home());
      }
      Path here =
          Files.writeString(
              folder.resolve(unit),
              text.replace("/opt/signet/", link + "/").replaceAll("(?m)^Documentation=.*\n", ""));
      assertThat(systemdAnalyze("verify", here)).isEmpty();
      // Exposure from 0 to 100, ten times what it prints; "medium" begins at 50.
      assertThat(systemdAnalyze("security", "--offline=true", "--threshold=20", here))
          .contains("Overall exposure level");
    }
  }

  private static String systemdAnalyze(Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("systemd-analyze"));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
