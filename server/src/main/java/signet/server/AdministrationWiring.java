package signet.server;

import java.util.function.Supplier;
import signet.server.account.Accounts;
import signet.server.admin.DirectAdministration;
import signet.server.admin.VerifierAdministration;
import signet.server.client.ClientRegistration;
import signet.server.key.KeyImport;
import signet.server.key.KeyOperations;
import signet.server.key.KeyRules;
import signet.server.key.KeyStore;
import signet.server.key.MasterKeys;
import signet.server.key.Rewrap;
import signet.server.key.SealedKeys;
import signet.server.key.SecretExport;
import signet.server.store.AttributeTable;
import signet.server.store.AuditTable;
import signet.server.store.Database;
import signet.server.store.HistoryTable;
import signet.server.store.KeyTable;
import signet.server.store.RevocationTable;
import signet.server.store.SealedTable;
import signet.server.store.SessionTable;
import signet.server.store.UserTable;
import signet.server.token.AccessTokenVerifier;

/** Wires what is administered: the same in a server and in a command straight on the database. */
final class AdministrationWiring {
  private AdministrationWiring() {}

  /**
   * What is administered in a database.
   *
   * @param masterKeys asked for when they are needed, since they may be far away
   * @param keyOperations on the keys of that database
   * @param verifier of access tokens that were made here
   */
  static DirectAdministration.Stores of(
      Database database,
      KeyRules rules,
      Supplier<MasterKeys> masterKeys,
      Accounts accounts,
      ClientRegistration clients,
      KeyOperations keyOperations,
      AccessTokenVerifier verifier,
      VerifierAdministration verifiers) {
    KeyStore keys = new KeyTable(database);
    return new DirectAdministration.Stores(
        new UserTable(database),
        accounts,
        new AttributeTable(database),
        clients,
        new SessionTable(database),
        () -> new Rewrap(new SealedTable(database), masterKeys.get()),
        keyOperations,
        new SecretExport(keys, () -> new SealedKeys(masterKeys.get()), rules),
        new KeyImport(keys, () -> new SealedKeys(masterKeys.get()), rules),
        verifier::verifyForAnybody,
        new RevocationTable(database),
        verifiers,
        new HistoryTable(database),
        new AuditTable(database));
  }
}
