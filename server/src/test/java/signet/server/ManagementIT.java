package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.runtime.start.StartupException;

/** Metrics and health have an address of their own. */
class ManagementIT {
  @TempDir private Path folder;

  @Test
  void countsRequestsByEndpointAndOutcome() throws Exception {
    try (RunningServer server = RunningServer.start(folder)) {
      server.addUser("alice");
      server.login("alice", RunningServer.PASSWORD);
      server.login("alice", "wrong horse");
      server.login("alice", "wrong horse");

      String metrics = managed(server, "/metrics").body();

      assertThat(metrics)
          .contains(count("/session/login", "POST", "ok", 200, 1))
          .contains(count("/session/login", "POST", "invalid-credentials", 400, 2))
          .contains("jvm_memory_used_bytes");
    }
  }

  @Test
  void countsARefreshByItsRowOfTheTable() throws Exception {
    try (RunningServer server = RunningServer.start(folder, "session.repeat-window", "0s")) {
      server.addUser("alice");
      String cookie = cookie(server.login("alice", RunningServer.PASSWORD));
      server.send(
          server
              .request("/session/refresh")
              .header("Cookie", cookie)
              .header("Content-Type", "application/json")
              .header("Sec-Fetch-Site", "same-origin")
              .POST(HttpRequest.BodyPublishers.ofString("{}")));

      assertThat(managed(server, "/metrics").body())
          .contains(count("/session/refresh", "POST", "rotated", 200, 1));
    }
  }

  @Test
  void takesNoWordOfAClientIntoTheMetrics() throws Exception {
    try (RunningServer server = RunningServer.start(folder)) {
      server.get("/nowhere-at-all");
      server.send(
          server.request("/session/login").method("CHOSEN", HttpRequest.BodyPublishers.noBody()));

      assertThat(managed(server, "/metrics").body())
          .contains(count("none", "other", "not-found", 404, 1))
          .contains(count("/session/login", "other", "method-not-allowed", 405, 1))
          .doesNotContain("nowhere-at-all", "CHOSEN");
    }
  }

  @Test
  void showsMetricsAtTheManagementAddressAlone() throws Exception {
    try (RunningServer server = RunningServer.start(folder)) {
      assertThat(server.get("/metrics").statusCode()).isEqualTo(404);
      assertThat(managed(server, "/health/ready").statusCode()).isEqualTo(200);
      assertThat(managed(server, "/health/keys").body()).contains("keyset_id");
      assertThat(managed(server, "/session/list").statusCode()).isEqualTo(404);
      assertThat(managed(server, "/admin/users").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void saysWhichOptionMovesTheManagementPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());

      assertThatThrownBy(
              () -> RunningServer.start(folder, "management.port", port, "host", "0.0.0.0"))
          .isInstanceOfSatisfying(
              StartupException.class,
              e -> assertThat(e.problems().get(0)).contains(port).contains("--management-port"));
    }
  }

  private static String count(
      String endpoint, String method, String outcome, int status, int times) {
    return "signet_requests_seconds_count{endpoint=\"%s\",method=\"%s\",outcome=\"%s\",status=\"%d\"} %d"
        .formatted(endpoint, method, outcome, status, times);
  }

  private static String cookie(HttpResponse<String> login) {
    String header = login.headers().firstValue("Set-Cookie").orElseThrow();
    return header.substring(0, header.indexOf(';'));
  }

  private static HttpResponse<String> managed(RunningServer server, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create(server.server().managementUrl() + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }
}
