package signet.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import signet.server.key.MasterKeyFile;
import signet.server.store.PostgresAddress;
import signet.server.store.TestPostgres;

/** A new PostgreSQL database and the master key that its servers share. */
final class SharedDatabase {
  private final PostgresAddress address;
  private final Path masterKey;

  /** Makes both, the key in that folder. */
  SharedDatabase(Path folder) {
    this(TestPostgres.newDatabase(), folder.resolve("shared.key"));
    new MasterKeyFile(masterKey).makeNew(new SecureRandom());
  }

  SharedDatabase(PostgresAddress address, Path masterKey) {
    this.address = address;
    this.masterKey = masterKey;
  }

  PostgresAddress address() {
    return address;
  }

  /** What a server is told to use it. */
  String[] settings() {
    return new String[] {
      "database.url", address.url(),
      "database.user", address.user().orElseThrow(),
      "database.password", address.password().orElseThrow(),
      "database.connections", String.valueOf(address.connections()),
      "master-key.file", masterKey.toString(),
    };
  }
}
