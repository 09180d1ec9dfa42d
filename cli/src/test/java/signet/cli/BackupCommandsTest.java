package signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What backup and restore say, straight on a data folder. */
final class BackupCommandsTest {
  @TempDir Path folder;

  private CommandRun run(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--data");
    all.add(folder.resolve("data").toString());
    return CommandRun.of(input, all.toArray(new String[0]));
  }

  @Test
  void saysWhatWasDoneAndThatTheMasterKeyIsNotInIt() {
    String backup = folder.resolve("backup.db").toString();
    run("correct horse\n", "user", "add", "alice");

    CommandRun made = run("", "backup", backup);
    assertThat(made.status()).as(made.err()).isZero();
    assertThat(made.err())
        .startsWith("wrote " + backup + " (")
        .contains("the master key (the file " + folder.resolve("data.key") + ") is not in it");
    run("correct horse\n", "user", "add", "bob");

    CommandRun asked = run("", "restore", backup);
    assertThat(asked.status()).isEqualTo(2);
    assertThat(asked.err()).contains("add --yes");
    assertThat(run("", "user", "list").out()).contains("bob");

    CommandRun restored = run("", "restore", backup, "--yes");
    assertThat(restored.status()).as(restored.err()).isZero();
    assertThat(restored.err())
        .contains("the former database is ", "ended 0 sessions\n", "restored " + backup);
    assertThat(run("", "user", "list").out()).contains("alice").doesNotContain("bob");
    assertThat(run("", "restore", backup, "--yes", "--keep-sessions").err())
        .contains("sessions go on, also those ended since the backup");
  }

  @Test
  void refusesWithOneLine() {
    CommandRun nothing = run("", "backup", folder.resolve("backup.db").toString());
    assertThat(nothing.status()).isEqualTo(1);
    assertThat(nothing.err()).startsWith("signet: there is no database in ").hasLineCount(1);
    CommandRun missing = run("", "restore", folder.resolve("missing.db").toString());
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err()).startsWith("signet: the backup ").hasLineCount(1);
  }
}
