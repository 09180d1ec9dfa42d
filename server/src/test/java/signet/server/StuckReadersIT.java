package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers of the feed who take nothing of what they have missed keep nobody from being served. */
@Timeout(120)
final class StuckReadersIT {
  private static final String SECRET = "k7Qd0cGJ2mC5hGq1vW9rT3bN8sXyZ4aE6uF_pL-oiRw";
  private static final int AT_ONCE = 4;
  private static final int READERS = 20;
  private static final int SMALL_BUFFER = 4_096;

  @TempDir private Path folder;

  @Test
  void theServerGoesOnAnsweringEverythingElse() throws Exception {
    List<Socket> stuck = new ArrayList<>();
    try (RunningServer server =
        RunningServer.start(
            folder,
            "limits.requests-in-flight",
            String.valueOf(AT_ONCE),
            "clients.watch.channel",
            "confidential",
            "clients.watch.verifier",
            "true",
            "clients.watch.secret-hashes",
            OauthClient.sha256(SECRET))) {
      BulkRevocations.insert(folder, 100_000);
      String token =
          new JsonObject(
                  new OauthClient(server)
                      .basic(
                          "watch",
                          SECRET,
                          "/oauth2/token",
                          "grant_type",
                          "client_credentials",
                          "scope",
                          "signet:revocations")
                      .body())
              .getString("access_token");
      for (int i = 0; i < READERS; i++) {
        stuck.add(reading(URI.create(server.url()), token));
        Socket begun = stuck.getLast();
        // One after the other, so that none is refused for having come at the same time.
        await().until(() -> begun.getInputStream().available() > 0);
      }
      assertThat(server.post("/session/login", "{}").statusCode()).isEqualTo(400);
    } finally {
      for (Socket socket : stuck) {
        socket.close();
      }
    }
  }

  private static Socket reading(URI server, String token) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
    String request =
        "GET /revocations/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
