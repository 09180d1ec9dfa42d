package signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server answers is text for the terminal, and no orders to it. */
final class HostileServerTest {
  private static final String HOSTILE = "\\u001b[2J\\u202e\\n";

  private final FakeServer server = new FakeServer();
  private Path secret;

  @BeforeEach
  void letIn(@TempDir Path folder) throws Exception {
    secret = Files.writeString(folder.resolve("secret"), "x".repeat(43));
    server.serve(
        "/oauth2/token",
        "{\"access_token\":\"token\",\"token_type\":\"Bearer\",\"expires_in\":60}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CommandRun list(String what, String... options) {
    List<String> words = new ArrayList<>(List.of(what, "list", "--server", server.url()));
    words.addAll(List.of("--client-id", "ops", "--client-secret-file", secret.toString()));
    words.addAll(List.of(options));
    return CommandRun.of("", words.toArray(String[]::new));
  }

  @Test
  void sessionsAreALineEach() {
    String session =
        """
        {"session_id": "X", "sub": "X", "client_id": "X", "channel": "native", "audience": "X",
         "scope": "X", "auth_time": "2026-01-01T00:00:00Z",
         "idle_expires_at": "2026-01-01T00:00:00Z", "expires_at": "2026-01-01T00:00:00Z",
         "device": {"address": "X", "user_agent": "X"}}
        """
            .replace("X", HOSTILE);
    server.serve("/admin/sessions?limit=500", "{\"sessions\":[" + session + "]}");
    assertHarmless(list("session"), 5);
  }

  @Test
  void usersAreALineEach() {
    String user =
        """
        {"id": "X", "name": "X", "status": "enabled", "roles": ["X"],
         "created_at": "2026-01-01T00:00:00Z", "authz_ver": 1}
        """
            .replace("X", HOSTILE);
    server.serve("/admin/users?limit=500", "{\"users\":[" + user + "]}");
    assertHarmless(list("user"), 3);
  }

  @Test
  void clientsAreALineOfJsonEach() {
    server.serve(
        "/admin/clients", "{\"clients\":[{\"client_id\":\"X\"}]}".replace("X", "\\u009b2J\\u202e"));
    CommandRun run = list("client", "--json");
    assertThat(run.out()).isEqualTo("{\"client_id\":\"\\u009b2J\\u202e\"}\n");
  }

  private static void assertHarmless(CommandRun run, int texts) {
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .hasLineCount(1)
        .doesNotContain("\u001b", "\u202e")
        .contains("\\u001b[2J\\u202e\\u000a");
    assertThat(run.out().split("u202e", -1)).hasSize(texts + 1);
  }

  @Test
  void errorsShowWhatTheyQuote() {
    CommandRun run = CommandRun.of("", "doctor", "https://\u001b[2J");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("\\u001b[2J").doesNotContain("\u001b");
  }
}
