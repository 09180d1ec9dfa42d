package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Requirement;

/**
 * The wall clock of one of two servers is set back an hour while both are in use, and put right
 * again. Time that only goes forward is left alone.
 */
@Timeout(300)
@BesideOthers
final class ClockFaultIT {
  private static final int CLIENTS = 4;
  private static final String SECRET = "x".repeat(43);
  private static final Pattern ACCESS_TOKEN =
      Pattern.compile("\"access_token\":\"[^.\"]+\\.([^.\"]+)\\.");
  private static final Pattern ISSUED_AT = Pattern.compile("\"iat\":(\\d+)");

  @TempDir private Path folder;
  private final AtomicLong refreshes = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void aClockSetBackLosesNoSessionAndLogsNobodyOut() throws Exception {
    Requirement.command("faketime", "faketime (Debian)").orSkip(Assumptions::abort);
    try (Nodes nodes = new Nodes(folder, settings());
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      setClock("+0");
      SignetProcess right = nodes.start("one", Map.of());
      SignetProcess wrong = nodes.start("two", withClock());
      List<URI> both = List.of(Nodes.ready(right), Nodes.ready(wrong));
      List<Future<String>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String first = Nodes.token(nodes.login(both.get(i % 2)));
        clients.add(threads.submit(() -> use(nodes, both, first)));
      }
      try {
        more(clients);
        setClock("-1h");
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> wrong.err().contains("clock is not the database's"));
        more(clients);
        for (URI node : both) {
          assertThat(age(nodes, node)).isLessThan(Duration.ofMinutes(1));
        }
        String begun = Nodes.token(nodes.login(both.get(1)));
        begun = Nodes.token(nodes.refresh(both.get(0), begun));
        assertThat(nodes.logout(both.get(1), begun).statusCode()).isEqualTo(204);
        assertThat(nodes.refresh(both.get(0), begun).statusCode()).isEqualTo(400);
        setClock("+0");
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> wrong.err().contains("clock is the database's again"));
        more(clients);
      } finally {
        over.set(true);
      }
      for (Future<String> client : clients) {
        String token = client.get();
        for (URI node : both) {
          token = Nodes.token(nodes.refresh(node, token));
        }
      }
      // The one that logged out.
      assertThat(nodes.number("SELECT count(*) FROM session WHERE revoked_at_ms IS NOT NULL"))
          .isEqualTo(1);
    }
  }

  private static String settings() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(SECRET.getBytes(StandardCharsets.US_ASCII));
    return """
    issuer: http://localhost:8420
    clients.clock.channel: confidential
    clients.clock.secret-hashes: %s
    """
        .formatted(HexFormat.of().formatHex(hash));
  }

  private Map<String, String> withClock() {
    return Map.of(
        "LD_PRELOAD", "libfaketime.so.1",
        "LD_LIBRARY_PATH", "/usr/lib/x86_64-linux-gnu/faketime",
        "FAKETIME_TIMESTAMP_FILE", folder.resolve("clock").toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1");
  }

  private void setClock(String offset) throws Exception {
    Path next = Files.writeString(folder.resolve("clock.next"), offset + "\n");
    Files.move(
        next,
        folder.resolve("clock"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** How old a client's own token is that a node has just made, by what is written in it. */
  private static Duration age(Nodes nodes, URI node) throws Exception {
    String credentials =
        Base64.getEncoder().encodeToString(("clock:" + SECRET).getBytes(StandardCharsets.US_ASCII));
    HttpResponse<String> response =
        nodes.send(
            HttpRequest.newBuilder(node.resolve("/oauth2/token"))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));
    Matcher token = ACCESS_TOKEN.matcher(response.body());
    assertThat(token.find()).as(response.body()).isTrue();
    Matcher issuedAt =
        ISSUED_AT.matcher(
            new String(Base64.getUrlDecoder().decode(token.group(1)), StandardCharsets.UTF_8));
    assertThat(issuedAt.find()).isTrue();
    return Duration.between(
        Instant.ofEpochSecond(Long.parseLong(issuedAt.group(1))), Instant.now());
  }

  /** Lets the clients go on for a while. */
  private void more(List<Future<String>> clients) {
    long enough = refreshes.get() + 100;
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> refreshes.get() >= enough || clients.stream().anyMatch(Future::isDone));
    assertThat(clients).noneMatch(Future::isDone);
  }

  /** Refreshes at both by turns; nothing but 503 is an excuse, and then the same token is good. */
  private String use(Nodes nodes, List<URI> both, String first) throws Exception {
    String token = first;
    for (int i = 0; !over.get(); i++) {
      HttpResponse<String> response = nodes.refresh(both.get(i % 2), token);
      if (response.statusCode() != 503) {
        token = Nodes.token(response);
        refreshes.incrementAndGet();
      }
    }
    return token;
  }
}
