package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Requirement;

/** A data folder on a disk that fills up and is emptied, under a server that stays. */
@Timeout(120)
final class DiskFullIT {
  @TempDir Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("data"));
    boolean mounted =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString())
                .start()
                .waitFor()
            == 0;
    new Requirement(mounted, "skipped: a tmpfs cannot be mounted, run as root")
        .orSkip(Assumptions::abort);
  }

  @AfterEach
  void unmount() throws Exception {
    new ProcessBuilder("umount", disk.toString()).start().waitFor();
  }

  @Test
  void isAnswered503AndRecoversWithNothingLost() throws Exception {
    try (RunningServer server =
        RunningServer.start(
            folder, "clients.phone.channel", "native", "session.repeat-window", "0s")) {
      server.addUser("alice");
      String token = refreshToken(login(server));
      Path filler = disk.resolve("filler");
      fill(filler);

      HttpResponse<String> refused = login(server);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);

      Files.delete(filler);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.get("/health/ready").statusCode() == 200);
      assertThat(refresh(server, token).statusCode()).isEqualTo(200);
      assertThat(login(server).statusCode()).isEqualTo(200);
    }
  }

  private static void fill(Path filler) throws IOException {
    byte[] page = new byte[1024];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static HttpResponse<String> login(RunningServer server) throws Exception {
    return server.login("alice", RunningServer.PASSWORD, "client_id", "phone");
  }

  private static String refreshToken(HttpResponse<String> login) {
    return new JsonObject(login.body()).getString("refresh_token");
  }

  private static HttpResponse<String> refresh(RunningServer server, String token) throws Exception {
    return server.post(
        "/session/refresh",
        new JsonObject().put("client_id", "phone").put("refresh_token", token).encode());
  }
}
