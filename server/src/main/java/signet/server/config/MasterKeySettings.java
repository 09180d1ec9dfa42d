package signet.server.config;

import java.net.URI;
import java.util.List;
import signet.server.key.EnvironmentMasterKey;
import signet.server.key.MasterKeySource;

/** The keys of the configuration that say where the master key is kept. */
final class MasterKeySettings {
  static final Setting<String> FILE =
      new Setting<>(
          "master-key.file",
          "",
          "The file with the master key; DATA.key beside the data folder if absent.",
          Parsers::path);
  static final Setting<List<String>> OTHERS =
      new Setting<>(
          "master-key.others",
          "",
          "Files with other master keys that are opened too, while one takes the place of another.",
          Parsers::paths);
  static final Setting<String> VAULT_PATH =
      new Setting<>(
          "master-key.vault.path",
          "",
          "The secret in Vault (KV version 2) that holds the master key, such as secret/signet.",
          Parsers::vaultPath);
  static final Setting<String> VAULT_FIELD =
      new Setting<>(
          "master-key.vault.field", "master-key", "Its field.", Parsers.plain("master-key"));
  static final Setting<URI> VAULT_ADDRESS =
      new Setting<>(
          "master-key.vault.address",
          "",
          "Vault's address, https unless on loopback; VAULT_ADDR if absent.",
          Parsers::vaultAddress);
  static final Setting<String> VAULT_TOKEN_FILE =
      new Setting<>(
          "master-key.vault.token-file",
          "",
          "The file with the token for Vault; VAULT_TOKEN if absent.",
          Parsers::path);

  /** In the environment alone, for what must not stand in files or on command lines. */
  static final Setting<MasterKeySource> MASTER_KEY =
      new Setting<>(
          "SIGNET_MASTER_KEY", "", "", text -> new EnvironmentMasterKey("SIGNET_MASTER_KEY", text));

  static final Setting<URI> VAULT_ADDR = new Setting<>("VAULT_ADDR", "", "", Parsers::vaultAddress);
  static final Setting<String> VAULT_TOKEN = new Setting<>("VAULT_TOKEN", "", "", text -> text);
  static final Setting<String> VAULT_NAMESPACE =
      new Setting<>("VAULT_NAMESPACE", "", "", Parsers.plain("team"));

  /** In the order of the reference. */
  static final List<Setting<?>> ALL =
      List.of(FILE, OTHERS, VAULT_PATH, VAULT_FIELD, VAULT_ADDRESS, VAULT_TOKEN_FILE);

  static final List<Setting<?>> OF_ENVIRONMENT =
      List.of(MASTER_KEY, VAULT_ADDR, VAULT_TOKEN, VAULT_NAMESPACE);

  private MasterKeySettings() {}
}
