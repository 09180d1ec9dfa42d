package signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.server.SignetServer;
import signet.server.config.ConfigLoader;

/** {@code token explain} and {@code doctor} beside a real server. */
final class ExplainServerIT {
  @TempDir Path folder;
  private SignetServer server;
  private Path secret;

  @BeforeEach
  void start() throws Exception {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("data", folder.resolve("data").toString());
    flags.put("port", "0");
    flags.put("management.port", "0");
    flags.put("tokens.access.algorithm", "ES256");
    flags.put("password.hashing.memory", "64KiB");
    flags.put("password.hashing.iterations", "1");
    server = SignetServer.start(ConfigLoader.load(Optional.empty(), Map.of(), flags));
    secret = folder.resolve("orders.secret");
    Files.writeString(secret, administer("", "client", "add", "orders", "--verifier"));
    administer("correct horse\n", "user", "add", "alice", "--role", "clerk");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String administer(String input, String... words) {
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--data";
    all[words.length + 1] = folder.resolve("data").toString();
    CommandRun run = CommandRun.of(input, all);
    assertThat(run.status()).as(run.err()).isZero();
    return run.out();
  }

  private String accessToken() throws Exception {
    HttpRequest login =
        HttpRequest.newBuilder(URI.create(server.url() + "/session/login"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"username\":\"alice\",\"password\":\"correct horse\"}"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String body = http.send(login, HttpResponse.BodyHandlers.ofString()).body();
      return body.replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
    }
  }

  private CommandRun explain(String token) {
    return CommandRun.at(
        Instant.now(),
        Set.of(),
        Map.of(),
        token.getBytes(StandardCharsets.UTF_8),
        "token",
        "explain",
        "--server",
        server.issuer(),
        "--audience",
        server.issuer(),
        "--client-id",
        "orders",
        "--client-secret-file",
        secret.toString());
  }

  @Test
  void tellsWhatRevokedAToken() throws Exception {
    String token = accessToken();
    assertThat(explain(token).out()).startsWith("valid\ncause: every check passes.\n");
    assertThat(explain(token).out()).contains("✔ revocation ").doesNotContain("not checked");

    administer("", "user", "roles", "alice", "+auditor");
    assertThat(explain(token).out())
        .startsWith("refused: revoked (401)\ncause: the user's role, password or status has");

    String next = accessToken();
    assertThat(explain(next).status()).isZero();
    administer("", "session", "revoke", "--user", "alice");
    assertThat(explain(next).out())
        .startsWith("refused: revoked (401)\ncause: the session was revoked");
  }

  @Test
  void findsTheServerSound() {
    CommandRun run =
        CommandRun.at(Instant.now(), Set.of(), Map.of(), new byte[0], "doctor", server.issuer());
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out()).contains("✔ clock", "nothing to be mended").doesNotContain("✖");
  }
}
