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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.server.admin.Administration;

/** Many streams of the feed at once, and readers who do not read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
final class FeedStreamsIT {
  private static final String SECRET = "k7Qd0cGJ2mC5hGq1vW9rT3bN8sXyZ4aE6uF_pL-oiRw";
  private static final int STREAMS = 200;
  private static final int ENTRIES = 50;
  private static final int BULK = 100_000;
  private static final int SMALL_BUFFER = 4_096;
  private static final Pattern ENTRY = Pattern.compile("\"jti\":\"([a-z]+-[0-9]+)\"");
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private RunningServer server;
  private String token;

  @BeforeAll
  void start() throws Exception {
    server =
        RunningServer.start(
            folder,
            "clients.watch.channel",
            "confidential",
            "clients.watch.verifier",
            "true",
            "clients.watch.secret-hashes",
            OauthClient.sha256(SECRET));
    token = new OauthClient(server).token("watch", SECRET, "signet:revocations");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** A connection of its own that reads lines of the stream. */
  private final class Reader implements AutoCloseable {
    private final Socket socket = new Socket();
    private final BufferedReader lines;
    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private final List<String> pending = new ArrayList<>();
    private String next;
    private volatile String id;
    private volatile boolean fresh;

    Reader(int buffer, String lastEventId) throws IOException {
      if (buffer > 0) {
        socket.setReceiveBufferSize(buffer);
      }
      int port = URI.create(server.url()).getPort();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      String request =
          "GET /revocations/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + token
              + (lastEventId == null ? "" : "\r\nLast-Event-ID: " + lastEventId)
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      id = lastEventId;
    }

    /** Reads until it is fresh, and then no more. */
    void awaitFresh() throws IOException {
      for (String line = ""; !line.equals("event: fresh"); ) {
        line = lines.readLine();
        take(line);
      }
    }

    /** Reads until the end, or until it has heard of that many of the bulk. */
    void read(int many) {
      try {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          take(line);
          if (line.isEmpty() && bulk(heard) >= many) {
            return;
          }
        }
      } catch (IOException e) {
        // Cut off: what came before counts.
        return;
      }
    }

    private void take(String line) {
      if (line.startsWith("id: ")) {
        next = line.substring(4);
      } else if (line.startsWith("data: ")) {
        Matcher entry = ENTRY.matcher(line);
        while (entry.find()) {
          pending.add(entry.group(1));
        }
      } else if (line.equals("event: fresh")) {
        fresh = true;
      } else if (line.isEmpty() && next != null) {
        // Only a whole event counts.
        heard.addAll(pending);
        pending.clear();
        id = next;
        next = null;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void everyOneOfManyStreamsHearsEverything() throws Exception {
    List<Reader> readers = new ArrayList<>();
    try (Administration administration = LocalAdministration.open(server.config())) {
      for (int i = 0; i < STREAMS; i++) {
        Reader reader = new Reader(0, null);
        readers.add(reader);
        Thread.ofVirtual().start(() -> reader.read(Integer.MAX_VALUE));
      }
      await().atMost(SOON).until(() -> readers.stream().allMatch(reader -> reader.fresh));
      for (int i = 0; i < ENTRIES; i++) {
        administration.tokens().revokeNamed("many-" + i);
      }
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(readers)
                      .allSatisfy(
                          reader ->
                              assertThat(reader.heard)
                                  .filteredOn(name -> name.startsWith("many-"))
                                  .hasSize(ENTRIES)));
    } finally {
      for (Reader reader : readers) {
        reader.close();
      }
    }
  }

  @Test
  void whoDoesNotReadIsCutOffAndMissesNothingWhenItComesBack() throws Exception {
    Set<String> heard = new HashSet<>();
    String position;
    try (Reader idle = new Reader(SMALL_BUFFER, null)) {
      idle.awaitFresh();
      BulkRevocations.insert(folder, BULK);
      // It reads again only once others have heard of all.
      try (Reader other = new Reader(0, null)) {
        other.read(BULK);
        assertThat(bulk(other.heard)).isEqualTo(BULK);
      }
      idle.read(Integer.MAX_VALUE);
      heard.addAll(idle.heard);
      position = idle.id;
    }
    assertThat(bulk(heard)).isLessThan(BULK);
    try (Reader again = new Reader(0, position)) {
      // What is sent twice counts once.
      again.heard.addAll(heard);
      again.read(BULK);
      assertThat(bulk(again.heard)).isEqualTo(BULK);
    }
  }

  private static int bulk(Set<String> heard) {
    return (int) heard.stream().filter(name -> name.startsWith("bulk-")).count();
  }
}
