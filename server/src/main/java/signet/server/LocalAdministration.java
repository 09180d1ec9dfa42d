package signet.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import signet.runtime.start.ResourceStack;
import signet.server.account.Accounts;
import signet.server.admin.Administration;
import signet.server.admin.AttributeAdministration;
import signet.server.admin.AuditAdministration;
import signet.server.admin.ClientAdministration;
import signet.server.admin.DirectAdministration;
import signet.server.admin.HistoryAdministration;
import signet.server.admin.KeyAdministration;
import signet.server.admin.MasterKeyAdministration;
import signet.server.admin.SecretAdministration;
import signet.server.admin.ServedAdministration;
import signet.server.admin.SessionAdministration;
import signet.server.admin.TokenAdministration;
import signet.server.admin.UserAdministration;
import signet.server.admin.VerifierAdministration;
import signet.server.audit.AuditEvent;
import signet.server.config.ServerConfig;
import signet.server.key.KeyOperations;
import signet.server.key.KeyStore;
import signet.server.key.MasterKeys;
import signet.server.key.SealedKeys;
import signet.server.key.StoredKeySource;
import signet.server.revocation.VerifierReading;
import signet.server.revocation.Verifiers;
import signet.server.store.ClientTable;
import signet.server.store.DataFolder;
import signet.server.store.Database;
import signet.server.store.FeedTable;
import signet.server.store.FolderInUseException;
import signet.server.store.KeyTable;
import signet.server.store.UserTable;
import signet.server.store.VerifierTable;
import signet.server.token.AccessTokenVerifier;

/**
 * Administration of a data folder from the command line: through the socket where a server runs on
 * it, straight on the folder, locked meanwhile, where none does.
 */
public final class LocalAdministration implements Administration {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final AuditEvent.Origin ORIGIN = new AuditEvent.Origin("command line", "", "");

  private final Administration administration;
  private final ResourceStack resources;

  private LocalAdministration(Administration administration, ResourceStack resources) {
    this.administration = administration;
    this.resources = resources;
  }

  /**
   * Opens the administration of the configured data folder, which is made where it is missing.
   *
   * @throws signet.runtime.start.StartupException if the folder cannot be used, or something holds
   *     it that is no server
   */
  public static Administration open(ServerConfig config) {
    Path folder = config.storage().dataFolder();
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return direct(DataFolder.open(folder), config);
      } catch (FolderInUseException e) {
        Path socket = DataFolder.adminSocket(folder);
        if (ServedAdministration.isListening(socket)) {
          return ServedAdministration.on(socket);
        }
        // A server about to open its socket, or another command about to end.
        if (System.nanoTime() > deadlineNanos || !pause()) {
          throw e.asStartupException();
        }
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Administration direct(DataFolder folder, ServerConfig config) {
    ResourceStack resources = new ResourceStack();
    try {
      resources.add(folder);
      Database database = resources.add(DurableState.openDatabase(config.storage(), folder));
      FeedTable.prepare(database, DurableState.longestAccessLifetime(config));
      KeyStore keys = new KeyTable(database);
      Supplier<MasterKeys> masterKeys = () -> KeptKeys.masterKeys(config.storage(), true);
      SecureRandom random = new SecureRandom();
      InstantSource clock = InstantSource.system();
      DirectAdministration.Stores stores =
          AdministrationWiring.of(
              database,
              config.keys(),
              masterKeys,
              new Accounts(
                  new UserTable(database),
                  GrantWiring.argon2(config.passwordHashing()),
                  random,
                  clock),
              // A server of another folder on the same database sees the change by its poll.
              GrantWiring.registration(config, new ClientTable(database), () -> {}, random, clock),
              new KeyOperations(
                  keys,
                  () -> KeptKeys.privateKeys(config.storage(), masterKeys.get(), resources),
                  config.keys(),
                  () -> {}),
              AccessTokenVerifier.signedBy(
                  new StoredKeySource(keys, () -> new SealedKeys(masterKeys.get())), clock),
              () -> verifiers(database, config));
      return new LocalAdministration(stores.by(ORIGIN), resources);
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  private static VerifierReading verifiers(Database database, ServerConfig config) {
    VerifierReading reading = new VerifierTable(database).read(Verifiers.FORGOTTEN_AFTER);
    // A folder that is locked has no server, whatever one has left behind.
    return config.storage().postgres().isPresent()
        ? reading
        : new VerifierReading(reading.head(), reading.changedAt(), reading.now(), 0, List.of());
  }

  @Override
  public UserAdministration users() {
    return administration.users();
  }

  @Override
  public AttributeAdministration attributes() {
    return administration.attributes();
  }

  @Override
  public ClientAdministration clients() {
    return administration.clients();
  }

  @Override
  public SessionAdministration sessions() {
    return administration.sessions();
  }

  @Override
  public TokenAdministration tokens() {
    return administration.tokens();
  }

  @Override
  public MasterKeyAdministration masterKeys() {
    return administration.masterKeys();
  }

  @Override
  public KeyAdministration keys() {
    return administration.keys();
  }

  @Override
  public SecretAdministration secrets() {
    return administration.secrets();
  }

  @Override
  public VerifierAdministration verifiers() {
    return administration.verifiers();
  }

  @Override
  public HistoryAdministration history() {
    return administration.history();
  }

  @Override
  public AuditAdministration audit() {
    return administration.audit();
  }

  @Override
  public void close() {
    administration.close();
    resources.close();
  }
}
