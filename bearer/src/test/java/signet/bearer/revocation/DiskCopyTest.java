package signet.bearer.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.bearer.revocation.Revocation.Kind;

class DiskCopyTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("revocations");
  }

  private static final DiskCopy.Content CONTENT =
      new DiskCopy.Content(
          new FeedPosition("epoch-1", 42),
          1_800_000_000_123L,
          List.of(
              new Revocation(Kind.JTI, "a b", 0, 1_800_000_900),
              new Revocation(Kind.SUB, "ann", 8, 1_800_000_900),
              new Revocation(Kind.KEY, "thumb", 0, Revocation.NEVER)));

  @Test
  void givesBackWhatItKept() throws IOException {
    DiskCopy copy = new DiskCopy(file());
    assertThat(copy.load()).isEmpty();
    copy.save(CONTENT);
    copy.save(CONTENT);
    assertThat(copy.load()).contains(CONTENT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "something else",
        "signet-revocations-1 epoch 12\n",
        "signet-revocations-1 epoch:12 yesterday\n",
        "signet-revocations-1 epoch:12 1\njti 0\n",
        "signet-revocations-1 epoch:12 1\nxyz 0 12 a\n",
      })
  void refusesADamagedFile(String text) throws IOException {
    Files.writeString(file(), text);
    assertThatThrownBy(() -> new DiskCopy(file()).load())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }
}
