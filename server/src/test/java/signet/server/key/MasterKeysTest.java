package signet.server.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static signet.server.key.MasterKeyTest.masterKey;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MasterKeysTest {
  private final MasterKeys both = new MasterKeys(masterKey(2), List.of(masterKey(1)));

  @Test
  void sealsUnderTheCurrentOneAndOpensUnderAny() throws Exception {
    String old = masterKey(1).seal("old", "name");
    String fresh = both.seal("fresh", "name");

    assertThat(both.open(old, "name")).isEqualTo("old");
    assertThat(masterKey(2).open(fresh, "name")).isEqualTo("fresh");
  }

  @Test
  void opensNothingThatAnUnknownOneSealed() {
    String sealed = masterKey(3).seal("text", "name");

    assertThatThrownBy(() -> both.open(sealed, "name")).isInstanceOf(WrongMasterKeyException.class);
  }

  @Test
  void hasTheKeysOfRefreshTokensOfAll() {
    assertThat(both.refreshTokenKey().id()).isEqualTo(masterKey(2).refreshTokenKey().id());
    assertThat(both.otherRefreshTokenKeys())
        .extracting(RefreshTokenKey::id)
        .containsExactly(masterKey(1).refreshTokenKey().id());
  }

  @Test
  void aKeyThatIsNamedTwiceIsOne() {
    MasterKeys twice = new MasterKeys(masterKey(1), List.of(masterKey(1)));

    assertThat(twice.otherRefreshTokenKeys()).isEmpty();
    assertThat(twice).hasToString("MasterKeys[" + masterKey(1).id() + "]");
  }

  @Test
  void theVariableHoldsTheLineThatTheFileHas() {
    String line = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);

    EnvironmentMasterKey source = new EnvironmentMasterKey("SIGNET_MASTER_KEY", line);

    assertThat(source.open(false).id()).isEqualTo(masterKey(0).id());
    assertThat(source).hasToString("the variable SIGNET_MASTER_KEY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/run/secrets/master.key", "AAAA", "!!!!", "correct horse battery"})
  void aVariableThatHoldsSomethingElseIsRefusedWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> new EnvironmentMasterKey("SIGNET_MASTER_KEY", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageContaining("signet key master FILE")
        .hasMessageContaining("set SIGNET_MASTER_KEY_FILE")
        .hasMessageNotContaining(text);
  }
}
