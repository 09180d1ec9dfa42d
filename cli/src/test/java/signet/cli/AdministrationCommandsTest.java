package signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users, sessions and the record by command, straight on a data folder. */
final class AdministrationCommandsTest {
  private static final String PASSWORD = "correct horse\n";
  private static final String BCRYPT =
      "$2a$08$c9N/e4vKUCr.OEWtjaOiruRs.hMrE5oGR9yGplm2hjyANAFIoBFCe";

  @TempDir Path folder;

  private CommandRun run(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--data");
    all.add(folder.resolve("data").toString());
    return CommandRun.of(input, all.toArray(new String[0]));
  }

  @Test
  void changesUsersAndShowsWhatWasDone() {
    assertThat(run(PASSWORD, "user", "add", "alice", "--role", "clerk").status()).isZero();

    assertThat(run("", "user", "roles", "alice", "+auditor", "-clerk").out())
        .isEqualTo("auditor\n");
    assertThat(run("", "user", "roles", "alice").out()).isEqualTo("auditor\n");
    assertThat(run("", "user", "disable", "alice").err())
        .isEqualTo("disabled alice\nno server runs: verifiers hear of it when one does\n");
    assertThat(run("", "user", "disable", "alice").err()).isEqualTo("disabled alice\n");
    assertThat(run("", "user", "list").out()).contains("  disabled  auditor");
    assertThat(run("", "user", "enable", "alice").err()).isEqualTo("enabled alice\n");
    assertThat(run("battery staple\n", "user", "reset-password", "alice").status()).isZero();

    CommandRun audit = run("", "audit", "--user", "alice", "--since", "2000d");
    assertThat(audit.out().lines().map(line -> line.split("  ", -1)[1]))
        .containsExactly(
            "user-added", "user-roles-changed", "user-disabled", "user-enabled", "password-reset");
    assertThat(audit.out()).contains("  done  -  command line  usr_");
    assertThat(run("", "audit", "--event", "user-added", "--json").out())
        .contains("\"event\":\"user-added\"", "\"outcome\":\"done\"");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(run("", "user", "disable", "nobody"))
        .satisfies(
            nobody -> {
              assertThat(nobody.status()).isEqualTo(1);
              assertThat(nobody.err()).contains("there is no user of that name");
            });
    run(PASSWORD, "user", "add", "alice");
    assertThat(run("", "user", "roles", "alice", "clerk").err()).contains("write +clerk");
    assertThat(run("password\n", "user", "reset-password", "alice").err()).contains("tried first");
    assertThat(run("", "session", "revoke", "no-such-session").err())
        .contains("there is no such session");
    assertThat(run("", "session", "revoke", "--user", "alice").err())
        .isEqualTo("ended 0 sessions\n");
    assertThat(run("", "session", "list").out()).isEmpty();
  }

  @Test
  void anAccessTokenIsRevokedByItsJtiAndNothingIsBelievedOfOneThatIsNotOurs() {
    assertThat(run("", "token", "revoke", "--jti", "j-1").err())
        .isEqualTo("revoked the token\nno server runs: verifiers hear of it when one does\n");
    assertThat(run("", "token", "revoke", "--jti", "j-1").err()).isEqualTo("revoked the token\n");
    assertThat(run("", "token", "revoke", "--jti", "j-2", "--no-wait").err())
        .isEqualTo("revoked the token\n");
    assertThat(run("", "token", "revoke", "--jti", "j 3").status()).isEqualTo(1);
    CommandRun foreign = run("e30.e30.e30\n", "token", "revoke", "-");
    assertThat(foreign.status()).isEqualTo(1);
    assertThat(foreign.err()).contains("no access token of this server").doesNotContain("e30");
    assertThat(run("", "token", "revoke", "e30.e30.e30", "--jti", "j-1").status()).isEqualTo(2);
  }

  @Test
  void theHistoryIsWrittenOnceToAFileOfItsOwner() throws Exception {
    run("", "token", "revoke", "--jti", "j-1", "--no-wait");
    Path file = folder.resolve("history.jsonl");

    CommandRun written = run("", "audit", "export-history", file.toString());
    assertThat(written.err()).isEqualTo("wrote 1 lines to " + file + "\n");
    assertThat(Files.readString(file, StandardCharsets.UTF_8))
        .matches("\\{\"type\":\"revocation\",\"seq\":1,\"at\":\".*\",\"jti\":\"j-1\",.*}\n");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    assertThat(run("", "audit", "export-history", "-").out())
        .isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    assertThat(run("", "audit", "export-history", file.toString()))
        .satisfies(again -> assertThat(again.status()).isEqualTo(2))
        .satisfies(again -> assertThat(again.err()).contains("exists: name another file"));
    assertThat(run("", "audit", "--since", "2000d").out()).contains("token-revoked");
  }

  @Test
  void fenceIsNotDoneByAccident() {
    CommandRun asked = run("", "session", "fence");

    assertThat(asked.status()).isEqualTo(2);
    assertThat(asked.err()).contains("--yes");
    assertThat(run("", "session", "fence", "--yes").err()).isEqualTo("ended 0 sessions\n");
  }

  @Test
  void importKeepsTheGoodLinesAndNamesTheBadOnesByNumber() throws Exception {
    String lines =
        "{\"name\":\"alice\",\"password_hash\":\""
            + BCRYPT
            + "\",\"roles\":[\"clerk\"]}\n"
            + "\n"
            + "secret\n"
            + "{\"name\":\""
            + "x".repeat(9000)
            + "\"}\n"
            + "{\"email\":\"bob@example.com\",\"encrypted_password\":\""
            + BCRYPT
            + "\"}";

    CommandRun dry = run(lines, "user", "import", "-", "--dry-run");
    assertThat(dry.err()).contains("would add 2, there already 0, refused 2");
    assertThat(run("", "user", "list").out()).isEmpty();

    CommandRun done = run(lines, "user", "import", "-");
    assertThat(done.status()).isEqualTo(1);
    assertThat(done.err())
        .contains(
            "line 3: the line is not a JSON object",
            "line 4: the line has more than 8192 bytes",
            "added 2, there already 0, refused 2")
        .doesNotContain("secret", "xxx");

    Path file = folder.resolve("users.jsonl");
    Files.writeString(file, lines.lines().findFirst().orElseThrow(), StandardCharsets.UTF_8);
    CommandRun again = run("", "user", "import", file.toString());
    assertThat(again.status()).isZero();
    assertThat(again.err()).isEqualTo("added 0, there already 1, refused 0\n");
    assertThat(run("", "user", "import", "missing").err()).contains("there is no file missing");
  }
}
