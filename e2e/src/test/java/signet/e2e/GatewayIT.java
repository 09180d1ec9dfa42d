package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code signet gateway} as operators run it. */
final class GatewayIT {
  @TempDir private Path folder;

  private void write(String path, int upstreamPort) throws Exception {
    Files.writeString(
        folder.resolve("gateway.yaml"),
        """
        issuer: http://localhost:1
        hosts: [localhost]
        audience: https://api.example
        upstreams:
          service: {addresses: [http://127.0.0.1:%d]}
        routes:
          - {path: /orders, policy: required, upstream: service}
          - {path: %s, policy: public, upstream: service}
        """
            .formatted(upstreamPort, path));
  }

  @Test
  void reportsEveryProblemOfTheConfiguration() throws Exception {
    Files.writeString(folder.resolve("gateway.yaml"), "isuer: x\nport: 99999\n");
    try (SignetProcess check = SignetProcess.start(folder, Map.of(), "gateway", "--check-config")) {
      assertThat(check.exitStatus()).isEqualTo(2);
      assertThat(check.err())
          .contains(
              "unknown setting isuer: did you mean issuer?",
              "port must be a whole number",
              "routes must be set");
    }
  }

  @Test
  void servesReloadsAndStops() throws Exception {
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    service.start();
    int port = service.getAddress().getPort();
    write("/before", port);
    try (SignetProcess gateway =
            SignetProcess.start(
                folder, Map.of(), "gateway", "--port", "0", "--management-port", "0");
        HttpClient client = HttpClient.newHttpClient()) {
      String ready = gateway.nextLine();
      assertThat(ready).matches("ready http://localhost:\\d+");
      URI url = URI.create(ready.substring("ready ".length()));
      assertThat(status(client, url, "/before")).isEqualTo(204);
      assertThat(status(client, url, "/orders")).isEqualTo(401);
      assertThat(gateway.nextLine()).startsWith("{\"time\":").contains("\"status\":204");

      Files.writeString(folder.resolve("gateway.yaml"), "routes: 1\n");
      gateway.signal("HUP");
      Awaitility.await().until(() -> gateway.err().contains("routes must be a list"));
      assertThat(status(client, url, "/before")).isEqualTo(204);

      write("/after", port);
      gateway.signal("HUP");
      Awaitility.await().until(() -> status(client, url, "/after") == 204);
      assertThat(status(client, url, "/before")).isEqualTo(404);

      gateway.terminate();
      assertThat(gateway.exitStatus()).isEqualTo(143);
      assertThat(gateway.err()).doesNotContain("Exception");
    } finally {
      service.stop(0);
    }
  }

  private static int status(HttpClient client, URI url, String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(url.resolve(path)).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
