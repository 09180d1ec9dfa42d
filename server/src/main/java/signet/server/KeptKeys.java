package signet.server;

import java.util.List;
import signet.server.config.ServerConfig;
import signet.server.key.MasterKey;
import signet.server.key.MasterKeySource;
import signet.server.key.MasterKeys;

/** Opens the keys that are kept outside the database, where the configuration says they are. */
final class KeptKeys {
  private KeptKeys() {}

  /**
   * The master keys.
   *
   * @param isNeeded whether something is sealed under one already, so that none may be made
   * @throws signet.server.start.StartupException if one cannot be had
   */
  static MasterKeys masterKeys(ServerConfig.Storage storage, boolean isNeeded) {
    MasterKey current = storage.masterKey().open(isNeeded);
    List<MasterKey> others =
        storage.otherMasterKeys().stream()
            .map((MasterKeySource source) -> source.open(true))
            .toList();
    return new MasterKeys(current, others);
  }
}
