package signet.server.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.runtime.start.StartupException;

final class MasterKeyFileTest {
  @TempDir Path folder;

  @Test
  void readsWhatItMade() {
    MasterKeyFile file = new MasterKeyFile(folder.resolve("new/master.key"));
    assertThat(file.exists()).isFalse();

    MasterKey made = file.create(new SecureRandom());

    assertThat(file.exists()).isTrue();
    assertThat(file.read().id()).isEqualTo(made.id());
  }

  @Test
  void onlyTheOwnerCanReadIt() throws IOException {
    Path path = folder.resolve("master.key");

    new MasterKeyFile(path).create(new SecureRandom());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void neverReplacesAKeyThatSomebodyMadeMeanwhile() throws Exception {
    Path path = folder.resolve("master.key");
    // As two first starts do, both of which saw no file.
    MasterKey first = new MasterKeyFile(path).create(new SecureRandom());
    MasterKey second = new MasterKeyFile(path).create(new SecureRandom());

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(new MasterKeyFile(path).read().id()).isEqualTo(first.id());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
  void rejectsAFileThatIsOpenToOthers(String mode) throws IOException {
    Path path = folder.resolve("master.key");
    new MasterKeyFile(path).create(new SecureRandom());
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> new MasterKeyFile(path).read())
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "the master key file %s is open to group or others: run chmod 600 %s", path, path);
  }

  @Test
  void takesAFileThatNobodyCanWrite() throws IOException {
    Path path = folder.resolve("master.key");
    new MasterKeyFile(path).create(new SecureRandom());
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--------"));

    assertThat(new MasterKeyFile(path).read()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "!not base64url!", "-----BEGIN PRIVATE KEY-----"})
  void rejectsAFileThatHoldsSomethingElse(String content) throws IOException {
    assertRejected(content);
  }

  @Test
  void rejectsAFileThatIsTooLong() throws IOException {
    assertRejected("A".repeat(300));
  }

  private void assertRejected(String content) throws IOException {
    Path path = folder.resolve("master.key");
    Files.writeString(path, content);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));

    assertThatThrownBy(() -> new MasterKeyFile(path).read())
        .isInstanceOf(StartupException.class)
        .hasNoCause()
        .hasMessage(
            "the file %s does not hold a master key: name the right one with --master-key", path);
  }
}
