package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.server.admin.Administration;
import signet.server.admin.ImportResult;
import signet.server.admin.ImportResult.Outcome;
import signet.server.user.User;

/**
 * Users of other systems. The lines in {@code import/users.jsonl} were made with Spring Security
 * 7.1.2 and Keycloak 26.7.3 (its Argon2 ones with Bouncy Castle, which Keycloak calls), all with
 * the same password, which is not in NFKC.
 */
final class ImportIT {
  private static final String TYPED = "Grüße aus Fraktur ﬁ 7";
  private static final String IN_NFKC = "Grüße aus Fraktur fi 7";

  @TempDir Path folder;

  private static List<String> lines() throws Exception {
    URL file = ImportIT.class.getResource("/import/users.jsonl");
    return Files.readAllLines(Path.of(file.toURI()), StandardCharsets.UTF_8);
  }

  @Test
  void everyFormatLogsInAndIsReplacedByAHashOfOurs() throws Exception {
    try (RunningServer server = RunningServer.start(folder)) {
      List<User> users;
      try (Administration administration = LocalAdministration.open(RunningServer.config(folder))) {
        assertThat(administration.users().importLines(lines(), false))
            .hasSize(13)
            .allMatch(result -> result.outcome() == Outcome.ADDED);
        users = administration.users().list(Optional.empty(), 100);
      }
      assertThat(users).hasSize(13);
      Map<String, String> before = hashes();
      for (User user : users) {
        assertThat(before.get(user.name())).as(user.name()).startsWith("{");
        assertThat(server.login(user.name(), TYPED + "!").statusCode()).isEqualTo(400);
        assertThat(hashes()).containsEntry(user.name(), before.get(user.name()));

        assertThat(server.login(user.name(), TYPED).statusCode()).as(user.name()).isEqualTo(200);

        assertThat(hashes().get(user.name())).as(user.name()).startsWith("$argon2id$v=19$m=64,t=1");
        // From now on our own rule holds, and nothing was revoked.
        assertThat(server.login(user.name(), IN_NFKC).statusCode()).isEqualTo(200);
      }
      try (Administration administration = LocalAdministration.open(RunningServer.config(folder))) {
        assertThat(administration.users().list(Optional.empty(), 100)).isEqualTo(users);
      }
    }
  }

  @Test
  void canBeRunAgainAndLeavesAloneWhoIsThere() throws Exception {
    try (Administration administration = LocalAdministration.open(RunningServer.config(folder))) {
      User alice = administration.users().add("keycloak-argon2", "correct horse", Set.of());
      List<ImportResult> dry = administration.users().importLines(lines(), true);
      assertThat(administration.users().list(Optional.empty(), 100)).containsExactly(alice);

      List<ImportResult> first = administration.users().importLines(lines(), false);
      List<ImportResult> second = administration.users().importLines(lines(), false);

      assertThat(first).isEqualTo(dry);
      assertThat(first).filteredOn(r -> r.outcome() == Outcome.ADDED).hasSize(12);
      assertThat(second).allMatch(result -> result.outcome() == Outcome.PRESENT);
      assertThat(administration.users().get(alice.id())).isEqualTo(alice);
      assertThat(administration.users().find("keycloak-pbkdf2").orElseThrow().roles())
          .containsExactly("clerk");
    }
  }

  @Test
  void aBadLineSaysWhatIsWrongAndNothingOfItself() throws Exception {
    List<String> bad =
        List.of(
            "secret",
            "[\"secret\"]",
            "{\"name\":\"secret\"}",
            "{\"password_hash\":\"secret\"}",
            "{\"name\":\"secret\",\"password_hash\":\"secret\"}",
            "{\"name\":\"secret\",\"password_hash\":{\"secret\":1},\"enabled\":\"secret\"}",
            "{\"name\":\"secret secret\",\"password_hash\":\"{bcrypt}x\"}",
            "{\"name\":\"s\",\"credentials\":[\"secret\"]}",
            "{\"name\":\"s\",\"credentials\":[{\"type\":\"password\"}]}",
            "{\"name\":\"s\",\"credentials\":[{\"type\":\"password\",\"secretData\":\"{}\","
                + "\"credentialData\":\"{\\\"algorithm\\\":\\\"argon2\\\","
                + "\\\"additionalParameters\\\":{\\\"type\\\":[]}}\"}]}");
    try (Administration administration = LocalAdministration.open(RunningServer.config(folder))) {
      List<String> all = new ArrayList<>(bad);
      all.add(lines().getFirst());

      List<ImportResult> results = administration.users().importLines(all, false);

      assertThat(results.subList(0, bad.size()))
          .allSatisfy(
              result -> {
                assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
                assertThat(result.problem()).isNotBlank().doesNotContain("secret");
              });
      assertThat(results.getLast().outcome()).isEqualTo(Outcome.ADDED);
    }
  }

  private Map<String, String> hashes() throws Exception {
    Map<String, String> hashes = new HashMap<>();
    String url = "jdbc:sqlite:" + folder.resolve("data/signet.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name, password_hash FROM user_account")) {
      while (rows.next()) {
        hashes.put(rows.getString(1), rows.getString(2));
      }
    }
    return hashes;
  }
}
