package signet.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import signet.server.key.MasterKeyFile;
import signet.server.key.MasterKeySource;
import signet.server.key.VaultMasterKey;

/** Finds where the master keys are kept, which must be said in one way. */
final class MasterKeyReader {
  private final Values values;
  private final List<String> problems;
  private final Path data;

  /** The values of settings; empty where none is given, or it is wrong and has been noted. */
  interface Values {
    <T> Optional<T> of(Setting<T> setting);
  }

  MasterKeyReader(Values values, List<String> problems, Path data) {
    this.values = values;
    this.problems = problems;
    this.data = data;
  }

  /**
   * The source of the current one.
   *
   * @param shared whether servers share the database, so that none of them may make it
   */
  MasterKeySource current(boolean shared) {
    Optional<Path> file = values.of(MasterKeySettings.FILE).map(Path::of);
    Optional<MasterKeySource> given = values.of(MasterKeySettings.MASTER_KEY);
    Optional<String> vault = values.of(MasterKeySettings.VAULT_PATH);
    refuseSeveral(file.isPresent(), given.isPresent(), vault.isPresent());
    if (vault.isPresent()) {
      return vault(vault.get()).orElseGet(() -> file(besideOf(data), true));
    }
    if (values.of(MasterKeySettings.VAULT_TOKEN_FILE).isPresent()
        || values.of(MasterKeySettings.VAULT_ADDRESS).isPresent()) {
      problems.add(MasterKeySettings.VAULT_PATH.name() + " must be set where Vault is to be asked");
    }
    return given.orElseGet(() -> file(file.orElseGet(() -> besideOf(data)), shared));
  }

  private void refuseSeveral(boolean file, boolean given, boolean vault) {
    List<String> set = new ArrayList<>();
    if (file) {
      set.add(MasterKeySettings.FILE.name());
    }
    if (given) {
      set.add(MasterKeySettings.MASTER_KEY.name());
    }
    if (vault) {
      set.add(MasterKeySettings.VAULT_PATH.name());
    }
    if (set.size() > 1) {
      problems.add(
          "the master key is kept in one place, and %s are set: remove all but one"
              .formatted(String.join(" and ", set)));
    }
  }

  private MasterKeySource file(Path file, boolean shared) {
    // A backup or a theft of the folder must not take along the key that protects it.
    if (absolute(file).startsWith(absolute(data))) {
      problems.add(
          "master-key.file must lie outside the data folder "
              + data
              + ": name a file elsewhere, such as "
              + besideOf(data));
    }
    return shared ? MasterKeyFile.shared(file) : new MasterKeyFile(file);
  }

  private Optional<MasterKeySource> vault(String secret) {
    Optional<URI> address =
        values
            .of(MasterKeySettings.VAULT_ADDRESS)
            .or(() -> values.of(MasterKeySettings.VAULT_ADDR));
    Optional<String> given = values.of(MasterKeySettings.VAULT_TOKEN);
    Optional<Path> file = values.of(MasterKeySettings.VAULT_TOKEN_FILE).map(Path::of);
    if (address.isEmpty()) {
      problems.add("VAULT_ADDR must be set where master-key.vault.path is");
    }
    if (given.isPresent() == file.isPresent()) {
      problems.add(
          given.isPresent()
              ? "VAULT_TOKEN and master-key.vault.token-file are both set: remove one"
              : "VAULT_TOKEN or master-key.vault.token-file must be set where"
                  + " master-key.vault.path is");
    }
    Optional<VaultMasterKey.Token> token =
        file.isPresent()
            ? file.map(VaultMasterKey.TokenFile::new)
            : given.map(VaultMasterKey.GivenToken::new);
    if (address.isEmpty() || token.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new VaultMasterKey(
            address.get(),
            values.of(MasterKeySettings.VAULT_NAMESPACE),
            secret,
            values
                .of(MasterKeySettings.VAULT_FIELD)
                .orElse(MasterKeySettings.VAULT_FIELD.defaultText()),
            token.get()));
  }

  /** The sources of the others, which must be there. */
  List<MasterKeySource> others() {
    List<MasterKeySource> others = new ArrayList<>();
    for (String file : values.of(MasterKeySettings.OTHERS).orElse(List.of())) {
      others.add(MasterKeyFile.shared(Path.of(file)));
    }
    return others;
  }

  private static Path besideOf(Path dataFolder) {
    Path normalized = dataFolder.normalize();
    boolean named = !normalized.endsWith("") && !normalized.endsWith("..");
    Path folder = named ? normalized : absolute(dataFolder);
    return folder.resolveSibling(folder.getFileName() + ".key");
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
