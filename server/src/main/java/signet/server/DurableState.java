package signet.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import signet.runtime.crypto.CryptoProvider;
import signet.runtime.start.ResourceStack;
import signet.server.audit.AuditLog;
import signet.server.client.ClientStore;
import signet.server.config.ServerConfig;
import signet.server.key.KeyOperations;
import signet.server.key.KeyStore;
import signet.server.key.MasterKeys;
import signet.server.key.SigningKeys;
import signet.server.session.RefreshTokens;
import signet.server.session.Sessions;
import signet.server.store.AttributeTable;
import signet.server.store.AuditTable;
import signet.server.store.ClientTable;
import signet.server.store.DataFolder;
import signet.server.store.Database;
import signet.server.store.FeedTable;
import signet.server.store.FolderInUseException;
import signet.server.store.KeyTable;
import signet.server.store.PostgresAddress;
import signet.server.store.SessionTable;
import signet.server.store.Sweeper;
import signet.server.store.UserTable;
import signet.server.user.AttributeStore;
import signet.server.user.UserStore;

/**
 * What outlives a server's process: its folder and its database, opened, and all that lies there.
 *
 * @param folder locked by this process
 * @param database SQLite in that folder, or PostgreSQL
 * @param keys loaded, and followed from then on
 * @param random goes into what is made new
 */
record DurableState(
    DataFolder folder,
    Database database,
    UserStore users,
    AttributeStore attributes,
    ClientStore clients,
    Sessions sessions,
    AuditLog audit,
    SigningKeys keys,
    KeyOperations keyOperations,
    MasterKeys masterKeys,
    SecureRandom random) {
  /**
   * Locks the configured folder, which is made where it is missing.
   *
   * @throws signet.runtime.start.StartupException if it cannot be used, or another process has it
   */
  static DataFolder lockFolder(ServerConfig config) {
    try {
      return DataFolder.open(config.storage().dataFolder());
    } catch (FolderInUseException e) {
      throw e.asStartupException();
    }
  }

  /**
   * Opens what is configured; the first start makes it. What is to be closed goes to the resources.
   *
   * @throws signet.runtime.start.StartupException if the database or a key cannot be had
   */
  static DurableState open(ServerConfig config, DataFolder folder, ResourceStack resources) {
    // Takes a third of the start, so it goes on beside the opening of the database.
    CompletableFuture<Void> cryptography = CompletableFuture.runAsync(CryptoProvider::install);
    Database database = resources.add(openDatabase(config.storage(), folder));
    cryptography.join();
    SecureRandom random = new SecureRandom();
    FeedTable.prepare(database, longestAccessLifetime(config));
    KeyStore keyStore = new KeyTable(database);
    MasterKeys masterKeys = KeptKeys.masterKeys(config.storage(), !keyStore.all().isEmpty());
    KeptKeys.Live keys =
        KeptKeys.follow(
            keyStore,
            KeptKeys.privateKeys(config.storage(), masterKeys, resources),
            config.keys(),
            resources);
    Sessions sessions =
        new Sessions(
            new SessionTable(database),
            new RefreshTokens(
                masterKeys.refreshTokenKey(), masterKeys.otherRefreshTokenKeys(), random),
            config.sessions(),
            random);
    ServerConfig.Storage storage = config.storage();
    resources.add(new Sweeper(database, storage.keepEnded(), storage.keepAudit())).start();
    return new DurableState(
        folder,
        database,
        new UserTable(database),
        new AttributeTable(database),
        new ClientTable(database),
        sessions,
        new AuditTable(database),
        keys.keys(),
        keys.operations(),
        masterKeys,
        random);
  }

  /** The configured database; SQLite lies in the folder. */
  static Database openDatabase(ServerConfig.Storage storage, DataFolder folder) {
    return storage
        .postgres()
        .map(
            p -> new PostgresAddress(p.url(), p.user(), p.password(), p.connections(), p.listens()))
        .map(Database::open)
        .orElseGet(() -> Database.open(folder));
  }

  /** How long an access token may live, which entries of the revocation feed have to outlive. */
  static Duration longestAccessLifetime(ServerConfig config) {
    return config.clients().stream()
        .flatMap(client -> client.lifetimes().access().stream())
        .reduce(config.accessTokens().lifetime(), (a, b) -> a.compareTo(b) > 0 ? a : b);
  }
}
