package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.runtime.start.StartupException;

final class DataFolderTest {
  @TempDir Path temporary;

  @Test
  void makesThePrivateFolder() throws Exception {
    Path path = temporary.resolve("a/b");

    DataFolder.open(path).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx------");
  }

  @Test
  void closesAFolderThatWasOpenToOthers() throws Exception {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));

    DataFolder.open(temporary).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary)))
        .isEqualTo("rwx------");
  }

  @Test
  void isHeldOnceInThisProcess() throws Exception {
    try (DataFolder held = DataFolder.open(temporary)) {
      Path sameFolder = temporary.resolve("../" + temporary.getFileName());
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> DataFolder.open(sameFolder))
            .isInstanceOf(FolderInUseException.class)
            .hasMessageContaining(
                "is in use by another process (pid " + ProcessHandle.current().pid());
      }
      assertThat(isLockedForOtherProcesses(held)).isTrue();
    }
    DataFolder.open(temporary).close();
  }

  @Test
  void isFreeAfterClose() throws Exception {
    DataFolder folder = DataFolder.open(temporary);
    folder.close();

    assertThat(isLockedForOtherProcesses(folder)).isFalse();
  }

  private static boolean isLockedForOtherProcesses(DataFolder folder) throws Exception {
    try (LockingProcess other = LockingProcess.start(folder.path().resolve("lock"))) {
      return !other.locked();
    }
  }

  @Test
  void isRefusedWhileAnotherProcessHoldsIt() throws Exception {
    DataFolder.open(temporary).close();
    Path lock = temporary.resolve("lock");
    Files.writeString(lock, "4711\n");

    try (LockingProcess other = LockingProcess.start(lock)) {
      assertThat(other.locked()).isTrue();
      assertThatThrownBy(() -> DataFolder.open(temporary))
          .isInstanceOf(FolderInUseException.class)
          .hasMessageContaining("is in use by another process (pid 4711)");
    }
    DataFolder.open(temporary).close();
  }

  @Test
  void rejectsAFileInItsPlace() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> DataFolder.open(file))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("cannot be made or written to")
        .hasMessageContaining("--data");
  }

  @Test
  void rejectsAFolderThatCannotBeWritten() {
    assertThatThrownBy(() -> DataFolder.open(Path.of("/proc/signet")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("cannot be made or written to");
  }
}
