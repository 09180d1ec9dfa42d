package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many bodies that never end must not fill the memory. */
final class BodyMemoryIT {
  private static final int BODY_BYTES = 1024 * 1024;
  private static final int CLIENTS = 40;

  @TempDir private Path folder;

  @Test
  void bodiesTakeNoMoreThanTheirShareOfMemoryTogether() throws Exception {
    try (RunningServer server =
        RunningServer.start(
            folder, "limits.request-body", "1MiB", "limits.request-body-time", "5m")) {
      URI address = URI.create(server.url());
      List<Socket> open = new ArrayList<>();
      try {
        for (int i = 0; i < CLIENTS; i++) {
          open.add(beginBody(address));
        }
        // 32 MiB of the 40 that were sent; those beyond are told to come again.
        Awaitility.await().until(() -> answered(open) >= CLIENTS - 32);
        assertThat(answered(open)).isLessThan(CLIENTS / 2);
        assertThat(answer(open)).startsWith("HTTP/1.1 503 ").containsIgnoringCase("retry-after");
        // Whoever administers it does not wait behind those.
        assertThat(server.addUser("added-in-the-flood", "clerk")).startsWith("usr_");
      } finally {
        for (Socket socket : open) {
          socket.close();
        }
      }
      // What was held is given back.
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(server.post("/session/login", "{}").statusCode()).isEqualTo(400));
    }
  }

  /** Sends all of a body but its last byte. */
  private static Socket beginBody(URI address) throws Exception {
    Socket socket = new Socket("localhost", address.getPort());
    OutputStream out = socket.getOutputStream();
    String head =
        "POST /session/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + BODY_BYTES
            + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[BODY_BYTES - 1]);
    out.flush();
    return socket;
  }

  private static long answered(List<Socket> sockets) throws Exception {
    long answered = 0;
    for (Socket socket : sockets) {
      answered += socket.getInputStream().available() > 0 ? 1 : 0;
    }
    return answered;
  }

  private static String answer(List<Socket> sockets) throws Exception {
    for (Socket socket : sockets) {
      InputStream in = socket.getInputStream();
      if (in.available() > 0) {
        return new String(in.readNBytes(in.available()), StandardCharsets.US_ASCII);
      }
    }
    return "";
  }
}
