package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers of the feed who take nothing of what they have missed keep nobody from being served. */
@Timeout(60)
final class StuckReadersIT {
  private static final String SECRET = "k7Qd0cGJ2mC5hGq1vW9rT3bN8sXyZ4aE6uF_pL-oiRw";
  private static final int AT_ONCE = 4;
  private static final int READERS = 20;
  private static final int SMALL_BUFFER = 4_096;

  @TempDir private Path folder;
  private final List<Socket> stuck = new ArrayList<>();
  private RunningServer server;
  private OauthClient oauth;
  private String token;

  @BeforeEach
  void start() throws Exception {
    server =
        RunningServer.start(
            folder,
            "limits.requests-in-flight",
            String.valueOf(AT_ONCE),
            "clients.watch.channel",
            "confidential",
            "clients.watch.verifier",
            "true",
            "clients.watch.secret-hashes",
            OauthClient.sha256(SECRET));
    BulkRevocations.insert(folder, 100_000);
    oauth = new OauthClient(server);
    token = oauth.token("watch", SECRET, "signet:revocations");
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : stuck) {
      socket.close();
    }
    server.close();
  }

  /** A reader that has been sent as much as fits, and waits for nothing. */
  private Socket reading() throws IOException {
    Socket socket = new Socket();
    stuck.add(socket);
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.connect(
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort()));
    String request =
        "GET /revocations/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    await().until(() -> socket.getInputStream().available() > 0);
    return socket;
  }

  @Test
  void theServerGoesOnAnsweringEverythingElse() throws Exception {
    for (int i = 0; i < READERS; i++) {
      // One after the other, so that none is refused for having come at the same time.
      reading();
    }

    assertThat(server.post("/session/login", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void aTokenThatIsRevokedMeanwhileOpensTheFeedNoLonger() throws Exception {
    Socket reader = reading();
    assertThat(oauth.basic("watch", SECRET, "/oauth2/revoke", "token", token).statusCode())
        .isEqualTo(200);

    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(reader.getInputStream(), StandardCharsets.US_ASCII));
    String line = lines.readLine();
    // The last chunk has no bytes (RFC 9112 §7.1).
    while (line != null && !line.equals("0")) {
      assertThat(line).isNotEqualTo("event: fresh");
      line = lines.readLine();
    }
    assertThat(line).isEqualTo("0");
  }
}
