package signet.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.runtime.start.StartupException;
import signet.server.key.MasterKeyFile;

/** Where the configuration may say that the master key is. */
final class MasterKeySettingsTest {
  private static final String LINE =
      Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
  private static final Map<String, String> VAULT =
      Map.of("VAULT_ADDR", "https://vault.example.com:8200", "VAULT_TOKEN", "hvs.secret");

  private static ServerConfig.Storage storage(
      Map<String, String> environment, Map<String, String> flags) {
    return ConfigLoader.load(Optional.empty(), environment, flags).storage();
  }

  private static List<String> problems(Map<String, String> environment, Map<String, String> flags) {
    return catchThrowableOfType(StartupException.class, () -> storage(environment, flags))
        .problems();
  }

  private static Map<String, String> with(
      Map<String, String> environment, String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return more;
  }

  @Test
  void masterKeyLiesBesideTheDataFolder() {
    assertThat(storage(Map.of(), Map.of("data", "/srv/a/b")).masterKey())
        .hasToString("the file /srv/a/b.key");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "a/..", "./"})
  void masterKeyLiesBesideTheWorkingFolderWhereThatHoldsTheData(String data) {
    Path working = Path.of("").toAbsolutePath();

    assertThat(storage(Map.of(), Map.of("data", data)).masterKey())
        .hasToString("the file " + working.resolveSibling(working.getFileName() + ".key"));
  }

  @Test
  void rejectsMasterKeyInsideTheDataFolder() {
    assertThat(problems(Map.of(), Map.of("data", "d", "master-key.file", "d/../d/key")))
        .containsExactly(
            "master-key.file must lie outside the data folder d: name a file elsewhere, such as"
                + " d.key");
  }

  @Test
  void theVariableHoldsTheKeyItself() {
    assertThat(storage(Map.of("SIGNET_MASTER_KEY", LINE), Map.of()))
        .satisfies(
            storage ->
                assertThat(storage.masterKey()).hasToString("the variable SIGNET_MASTER_KEY"))
        .asString()
        .doesNotContain(LINE);
  }

  @Test
  void aVariableThatHoldsAPathIsRefusedWithoutQuotingIt() {
    assertThat(problems(Map.of("SIGNET_MASTER_KEY", "/run/secrets/key"), Map.of()))
        .containsExactly(
            "SIGNET_MASTER_KEY must be the line that 'signet key master FILE' writes (to name that"
                + " file, set SIGNET_MASTER_KEY_FILE) (set in the environment)");
  }

  @Test
  void theKeyCannotStandInAFileOrOnACommandLine() {
    assertThat(problems(Map.of(), Map.of("master-key", LINE)))
        .singleElement()
        .asString()
        .startsWith("unknown setting master-key")
        .doesNotContain(LINE);
  }

  @Test
  void vaultIsAskedWithWhatItsOwnToolsAreTold() {
    assertThat(storage(VAULT, Map.of("master-key.vault.path", "secret/signet")).masterKey())
        .hasToString("Vault's secret/signet at https://vault.example.com:8200");
  }

  @Test
  void variablesOfVaultAloneChangeNothing() {
    assertThat(storage(VAULT, Map.of()).masterKey())
        .isEqualTo(new MasterKeyFile(Path.of("signet-data.key")));
  }

  @Test
  void moreThanOnePlaceIsRefusedAndAllAreNamed() {
    assertThat(
            problems(
                with(VAULT, "SIGNET_MASTER_KEY", LINE),
                Map.of("master-key.vault.path", "secret/signet", "master-key.file", "a.key")))
        .containsExactly(
            "the master key is kept in one place, and master-key.file and SIGNET_MASTER_KEY and"
                + " master-key.vault.path are set: remove all but one");
    assertThat(problems(Map.of("SIGNET_MASTER_KEY", LINE), Map.of("master-key.file", "a.key")))
        .containsExactly(
            "the master key is kept in one place, and master-key.file and SIGNET_MASTER_KEY are"
                + " set: remove all but one");
  }

  @Test
  void vaultNeedsAnAddressAndExactlyOneToken() {
    assertThat(problems(Map.of(), Map.of("master-key.vault.path", "secret/signet")))
        .containsExactly(
            "VAULT_ADDR must be set where master-key.vault.path is",
            "VAULT_TOKEN or master-key.vault.token-file must be set where master-key.vault.path is");
    assertThat(
            problems(
                VAULT,
                Map.of(
                    "master-key.vault.path",
                    "secret/signet",
                    "master-key.vault.token-file",
                    "token")))
        .containsExactly("VAULT_TOKEN and master-key.vault.token-file are both set: remove one");
  }

  @Test
  void settingsOfVaultWithoutASecretAreRefused() {
    assertThat(problems(VAULT, Map.of("master-key.vault.token-file", "token")))
        .containsExactly("master-key.vault.path must be set where Vault is to be asked");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://vault.example.com", "ftp://localhost", "https://u:p@vault", "vault"})
  void vaultIsReachedOverHttpsOrOnLoopback(String address) {
    assertThat(
            problems(
                with(VAULT, "VAULT_ADDR", address),
                Map.of("master-key.vault.path", "secret/signet")))
        .first()
        .asString()
        .startsWith("VAULT_ADDR must ");
  }

  @Test
  void vaultOnLoopbackNeedsNoTls() {
    assertThat(
            storage(
                    with(VAULT, "VAULT_ADDR", "http://127.0.0.1:8200"),
                    Map.of("master-key.vault.path", "secret/signet"))
                .masterKey())
        .asString()
        .endsWith("at http://127.0.0.1:8200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "/secret", "secret/", "secret/../sys", "a b/c", "secret/a?b"})
  void aSecretOfVaultHasMountAndPath(String path) {
    assertThat(problems(VAULT, Map.of("master-key.vault.path", path)))
        .first()
        .asString()
        .startsWith("master-key.vault.path must be mount and path of a secret");
  }

  @Test
  void othersAreFiles() {
    assertThat(storage(Map.of(), Map.of("master-key.others", "old.key, next.key")))
        .satisfies(
            storage ->
                assertThat(storage.otherMasterKeys())
                    .containsExactly(
                        MasterKeyFile.shared(Path.of("old.key")),
                        MasterKeyFile.shared(Path.of("next.key"))));
  }
}
