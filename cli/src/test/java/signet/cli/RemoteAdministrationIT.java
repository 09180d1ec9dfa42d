package signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.bearer.ClientCredentials;
import signet.bearer.revocation.RevocationFeed;
import signet.server.LocalAdministration;
import signet.server.SignetServer;
import signet.server.admin.Administration;
import signet.server.config.ConfigLoader;
import signet.server.config.ServerConfig;

/** Every command of the administration with {@code --server}. */
final class RemoteAdministrationIT {
  private static final String PASSWORD = "correct horse\n";

  @TempDir Path folder;
  private ServerConfig config;
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
    config = ConfigLoader.load(Optional.empty(), Map.of(), flags);
    server = SignetServer.start(config);
    secret = addClient("ops", "--admin");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Through the socket; gives the file of the secret. */
  private Path addClient(String name, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("client", "add", name));
    all.addAll(List.of(options));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    CommandRun added = CommandRun.of("", all.toArray(new String[0]));
    assertThat(added.status()).as(added.err()).isZero();
    return Files.writeString(folder.resolve(name + ".secret"), added.out());
  }

  private CommandRun as(String client, Path file, String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--server", server.issuer(), "--client-id", client));
    all.addAll(List.of("--client-secret-file", file.toString()));
    return CommandRun.of(input, all.toArray(new String[0]));
  }

  private CommandRun run(String input, String... arguments) {
    return as("ops", secret, input, arguments);
  }

  private CommandRun succeed(String input, String... arguments) {
    CommandRun run = run(input, arguments);
    assertThat(run.status()).as(run.err()).isZero();
    return run;
  }

  @Test
  void usersAreAdministeredFromAfar() throws Exception {
    succeed(PASSWORD, "user", "add", "alice", "--role", "clerk");
    assertThat(succeed("", "user", "list").out()).contains("alice");
    assertThat(succeed("", "user", "roles", "alice", "+auditor", "-clerk").out())
        .isEqualTo("auditor\n");
    assertThat(succeed("", "user", "disable", "alice").err())
        .isEqualTo("disabled alice\n0 verifiers seen\n");
    assertThat(succeed("", "user", "enable", "alice").err()).isEqualTo("enabled alice\n");
    succeed("battery staple\n", "user", "reset-password", "alice");
    assertThat(succeed("", "user", "attribute", "alice", "department=sales").out())
        .contains("department", "sales");
    Path lines = folder.resolve("users.jsonl");
    Files.writeString(
        lines,
        "{\"name\":\"bob\",\"password_hash\":"
            + "\"$2a$08$c9N/e4vKUCr.OEWtjaOiruRs.hMrE5oGR9yGplm2hjyANAFIoBFCe\"}\n");
    assertThat(succeed("", "user", "import", lines.toString()).err()).contains("added 1");
  }

  @Test
  void sessionsClientsAndTheRecordAreAdministeredFromAfar() {
    succeed(PASSWORD, "user", "add", "alice");
    assertThat(succeed("", "session", "list").out()).isEmpty();
    assertThat(succeed("", "session", "revoke", "--user", "alice").err())
        .isEqualTo("ended 0 sessions\n");
    assertThat(run("", "session", "revoke", "no-such-session").err())
        .contains("there is no such session");
    assertThat(succeed("", "session", "fence", "--yes").err()).isEqualTo("ended 0 sessions\n");

    assertThat(succeed("", "client", "add", "billing", "--scope", "orders:read").out())
        .hasLineCount(1);
    assertThat(succeed("", "client", "list").out()).contains("billing");
    assertThat(succeed("", "client", "rotate-secret", "billing").out()).hasLineCount(1);
    assertThat(succeed("", "client", "remove", "billing").err())
        .isEqualTo("removed the client billing, ended 0 sessions\n");

    assertThat(succeed("", "audit", "--since", "2000d").out())
        .contains("user-added", "client-removed", "sessions-fenced", "  ops  ");
  }

  @Test
  void keysAreAdministeredFromAfarButNotSecrets() throws Exception {
    assertThat(succeed("", "key", "list").out()).contains("active", "pending").contains("ES256");
    String active = kidOf("active");
    assertThat(succeed("", "key", "export-public").out()).contains(active).doesNotContain("\"d\"");
    CommandRun early = run("", "key", "rotate");
    assertThat(early.status()).isEqualTo(1);
    assertThat(early.err()).contains("--force").hasLineCount(1);
    succeed("", "key", "rotate", "--force");
    assertThat(kidOf("retiring")).isEqualTo(active);
    String successor = kidOf("active");
    CommandRun withdrawn = succeed("", "key", "compromise", successor);
    assertThat(withdrawn.err()).contains("now signs: " + kidOf("active"));
    assertThat(kidOf("compromised")).isEqualTo(successor);
    assertThat(succeed("", "key", "rewrap").out()).contains("under master key");

    Path exported = folder.resolve("secrets.jwks");
    for (CommandRun refused :
        List.of(
            run("", "key", "export-secret", exported.toString()),
            run("", "key", "import", privateKey().toString()))) {
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err()).contains("secrets do not travel by network").hasLineCount(1);
    }
    assertThat(exported).doesNotExist();
  }

  private String kidOf(String state) {
    return succeed("", "key", "list")
        .out()
        .lines()
        .filter(line -> line.contains(state))
        .findFirst()
        .orElseThrow()
        .split(" +", -1)[2];
  }

  private Path privateKey() throws Exception {
    Path file = folder.resolve("key.pem");
    assertThat(
            CommandRun.of("", "key", "generate", "--alg", "ES256", "--out", file.toString())
                .status())
        .isZero();
    return file;
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

  private ClientCredentials verifier() throws Exception {
    Path file = addClient("orders", "--verifier");
    return ClientCredentials.at(URI.create(server.url() + "/oauth2/token"))
        .secret("orders", Files.readString(file).strip())
        .scope("signet:revocations")
        .build();
  }

  @Test
  void whoRevokesIsToldHowFarItHasSpread() throws Exception {
    succeed(PASSWORD, "user", "add", "alice");
    ClientCredentials credentials = verifier();
    URI stream = URI.create(server.url() + "/revocations/stream");
    try (RevocationFeed feed = RevocationFeed.of(stream, credentials).start()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(run("", "user", "roles", "alice", "+r" + System.nanoTime()).err())
                      .matches("1 verifier seen, it has it after \\d+ ms\n"));

      String token = accessToken();
      CommandRun revoked = succeed(token + "\n", "token", "revoke", "-");
      assertThat(revoked.err())
          .matches("revoked the token\n1 verifier seen, it has it after \\d+ ms\n");
      assertThat(revoked.out() + revoked.err()).doesNotContain(token);
      assertThat(run(token + "\n", "token", "revoke").err()).isEqualTo("revoked the token\n");
      long known = feed.health().seq();
      assertThat(feed.health().entries()).isPositive();

      report(credentials, "{\"instance\":\"a-second-process\",\"epoch\":\"e\",\"seq\":1}");
      CommandRun behind = succeed("", "user", "disable", "alice");
      assertThat(behind.err())
          .matches(
              """
              disabled alice
              1 of 2 have it after 5 s; missing: orders \\(last seen \\d+ s ago\\)
              """);
      assertThat(feed.health().seq()).isGreaterThan(known);
      assertThat(succeed("", "user", "roles", "alice", "+other", "--no-wait").err()).isEmpty();
    }
  }

  private void report(ClientCredentials credentials, String json) throws Exception {
    HttpRequest report =
        HttpRequest.newBuilder(URI.create(server.url() + "/revocations/seen"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + credentials.accessToken())
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(report, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(204);
    }
  }

  @Test
  void moreThanAPageOfHistoryComesFromAfarAndEachLineOnce() throws Exception {
    succeed(PASSWORD, "user", "add", "alice");
    accessToken();
    succeed("", "session", "revoke", "--user", "alice", "--no-wait");
    try (Administration local = LocalAdministration.open(config)) {
      for (int i = 0; i < 1_001; i++) {
        local.tokens().revokeNamed("j/" + i);
      }
    }
    String history = succeed("", "audit", "export-history", "-").out();
    assertThat(history.lines().filter(line -> line.contains("\"type\":\"key\""))).isNotEmpty();
    assertThat(history.lines().filter(line -> line.contains("\"jti\":\"j/")).distinct())
        .hasSize(1_001);
    assertThat(history.lines().filter(line -> line.contains("\"type\":\"session\"")))
        .singleElement()
        .asString()
        .contains("\"sub\":\"usr_", "\"reason\":\"revoked\"");
    assertThat(history).hasLineCount((int) history.lines().distinct().count());
  }

  @Test
  void theSecretMayComeFromTheEnvironment() throws Exception {
    Map<String, String> environment =
        Map.of("SIGNET_CLIENT_SECRET", Files.readString(secret).strip());
    String[] command = {"user", "list", "--server", server.issuer(), "--client-id", "ops"};

    assertThat(CommandRun.of(Set.of(), environment, new byte[0], command).status()).isZero();
    CommandRun without = CommandRun.of("", command);
    assertThat(without.status()).isEqualTo(2);
    assertThat(without.err()).contains("--client-secret-file");
  }

  @Test
  void onlyAClientAddedForItMayAdministrate() throws Exception {
    Path plain = addClient("plain");
    CommandRun notAdmin = as("plain", plain, "", "user", "list");
    assertThat(notAdmin.status()).isEqualTo(1);
    assertThat(notAdmin.err()).contains("was it added with --admin?").hasLineCount(1);

    CommandRun wrong = as("ops", plain, "", "user", "list");
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err())
        .contains("check --client-id and the secret")
        .doesNotContain(Files.readString(plain).strip());
  }

  @Test
  void aClientThatWasRemovedIsOut() throws Exception {
    Path second = addClient("second", "--admin");
    succeed("", "client", "remove", "second");

    assertThat(as("second", second, "", "user", "list").status()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://auth.example.com",
        "https://auth.example.com/",
        "https://user@auth.example.com",
        "https://auth.example.com?x=y",
        "auth.example.com",
      })
  void noSecretTravelsToWhereItMustNot(String url) {
    CommandRun run =
        CommandRun.of(
            "",
            "user",
            "list",
            "--server",
            url,
            "--client-id",
            "ops",
            "--client-secret-file",
            secret.toString());
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--server").hasLineCount(1);
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    assertThat(run("", "user", "list", "--data", folder.toString()).err())
        .contains("--server goes without --data");
    assertThat(CommandRun.of("", "user", "list", "--client-id", "ops").err())
        .contains("go with --server");
    assertThat(CommandRun.of("", "user", "list", "--server", server.issuer()).err())
        .contains("--server needs --client-id");
  }

  @Test
  void aServerThatIsAwayIsOneLine() {
    server.close();
    CommandRun run = run("", "user", "list");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("gives no token").hasLineCount(1);
  }
}
