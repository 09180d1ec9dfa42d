package signet.server.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MasterKeyTest {
  private final MasterKey key = masterKey(1);

  @Test
  void opensWhatItSealed() throws Exception {
    assertThat(key.open(key.seal("text", "name"), "name")).isEqualTo("text");
  }

  @Test
  void sealedTextShowsNothingAndIsNeverTheSame() {
    assertThat(key.seal("text", "name"))
        .doesNotContain("text")
        .isNotEqualTo(key.seal("text", "name"));
  }

  @Test
  void rejectsAnotherName() {
    String sealed = key.seal("text", "signing-key RS256 a");

    assertThatThrownBy(() -> key.open(sealed, "signing-key ES256 a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a sealed text was changed");
  }

  @Test
  void rejectsAnotherMasterKey() {
    String sealed = masterKey(2).seal("text", "name");

    assertThatThrownBy(() -> key.open(sealed, "name")).isInstanceOf(WrongMasterKeyException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void rejectsChangedBits(int part) {
    String[] parts = key.seal("text", "name").split("\\.");
    char first = parts[part].charAt(0);
    parts[part] = (first == 'A' ? 'B' : 'A') + parts[part].substring(1);

    assertThatThrownBy(() -> key.open(String.join(".", parts), "name"))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1", "v2.a.b.c", "v1.a.b.c.d"})
  void rejectsUnknownForms(String sealed) {
    assertThatThrownBy(() -> key.open(sealed, "name")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void neverShowsItself() {
    assertThat(key).hasToString("MasterKey[" + key.id() + "]");
    assertThat(key.id()).hasSize(16).doesNotContain("0101");
  }

  static MasterKey masterKey(int fill) {
    byte[] secret = new byte[MasterKey.BYTES];
    Arrays.fill(secret, (byte) fill);
    return new MasterKey(secret);
  }
}
