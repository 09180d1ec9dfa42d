package signet.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Requirement;
import signet.testkit.json.Json;

/**
 * The image's root file system, run as its user and read-only, in name spaces of its own as a
 * container runtime would make them.
 */
final class ImageIT {
  private static final Path IMAGE = Path.of(System.getProperty("signet.image"));
  private static final String USER = "10001";

  @TempDir private static Path place;
  private static Path root;

  @TempDir private Path folder;

  @BeforeAll
  static void unpack() throws Exception {
    Requirement.command("bwrap", "bubblewrap (Debian)").orSkip(Assumptions::abort);
    Requirement.command("umoci", "umoci (Debian)").orSkip(Assumptions::abort);
    new Requirement(
            "root".equals(System.getProperty("user.name")),
            "skipped: the image is run by root alone")
        .orSkip(Assumptions::abort);
    Requirement.file(IMAGE, "mmdebstrap and umoci (Debian), and build with -Pdist")
        .orSkip(Assumptions::abort);
    Path layout = Files.createDirectory(place.resolve("oci"));
    succeed("tar", "-xf", IMAGE.toString(), "-C", layout.toString());
    succeed("umoci", "unpack", "--image", layout + ":signet", place.resolve("bundle").toString());
    root = place.resolve("bundle/rootfs");
    // The user that runs it has to reach it.
    for (Path path : List.of(place, place.resolve("bundle"))) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static void succeed(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** A command in the image, with a folder of its user at {@code /data}. */
  private Process start(String... command) throws Exception {
    Path data = folder.resolve("data");
    if (!Files.exists(data)) {
      Files.createDirectory(data);
      succeed("chown", USER + ":" + USER, data.toString());
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    List<String> all =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=" + USER,
                "--regid=" + USER,
                "--clear-groups",
                "--no-new-privs",
                "bwrap",
                "--unshare-user",
                "--unshare-pid",
                "--die-with-parent",
                "--clearenv",
                "--ro-bind",
                root.toString(),
                "/",
                "--proc",
                "/proc",
                "--dev",
                "/dev",
                "--tmpfs",
                "/tmp",
                "--bind",
                data.toString(),
                "/data",
                "--chdir",
                "/data"));
    all.addAll(List.of(command));
    return new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private String run(String... command) throws Exception {
    Process process = start(command);
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void servesAsItsUserOnAReadOnlyRoot() throws Exception {
    Process server =
        start(
            "/opt/signet/bin/signet",
            "serve",
            "--port",
            "0",
            "--management-port",
            "0",
            "--data",
            "/data/signet");
    try {
      String ready = server.inputReader(UTF_8).readLine();
      assertThat(ready).startsWith("ready http://localhost:");
      try (HttpClient http = HttpClient.newHttpClient()) {
        URI health = URI.create(ready.substring("ready ".length()) + "/health/ready");
        assertThat(
                http.send(
                        HttpRequest.newBuilder(health).build(),
                        HttpResponse.BodyHandlers.ofString())
                    .body())
            .isEqualTo("{\"status\":\"ready\"}");
      }
    } finally {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
    }
    assertThat(folder.resolve("data/signet")).isDirectory();
  }

  @Test
  void nothingButDataAndTmpCanBeWritten() throws Exception {
    assertThat(
            run(
                "/bin/sh",
                "-c",
                "for i in / /opt /opt/signet /etc /data /tmp; do (: >$i/x) 2>/dev/null && echo $i; done; :"))
        .isEqualTo("/data\n/tmp\n");
  }

  @Test
  void holdsNoOtherProgramAndNothingThatChangesItsUser() throws IOException {
    try (Stream<Path> programs = Files.list(root.resolve("bin"))) {
      assertThat(programs.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("sh", "dash");
    }
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.filter(file -> Files.isRegularFile(file)).toList()) {
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        assertThat(mode & 06000).as("%s", path).isZero();
      }
    }
  }

  @Test
  void saysHowItIsRun() throws IOException {
    Path blobs = place.resolve("oci/blobs/sha256");
    Json manifest =
        blob(
            Json.parse(Files.readString(place.resolve("oci/index.json")))
                .at("manifests")
                .items()
                .get(0),
            blobs);
    Json config = blob(manifest.at("config"), blobs).at("config");
    assertThat(config.text("User")).isEqualTo(USER + ":" + USER);
    assertThat(config.at("Entrypoint").items())
        .extracting(Json::text)
        .containsExactly("/opt/signet/bin/signet");
    assertThat(config.at("Volumes").has("/data")).isTrue();
  }

  private static Json blob(Json descriptor, Path blobs) throws IOException {
    return Json.parse(
        Files.readString(blobs.resolve(descriptor.text("digest").substring("sha256:".length()))));
  }
}
