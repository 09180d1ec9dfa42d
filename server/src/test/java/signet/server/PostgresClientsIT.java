package signet.server;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask for themselves, kept in PostgreSQL. */
final class PostgresClientsIT extends ClientsIT {
  @TempDir static Path keys;

  @Override
  String[] storage() {
    return new SharedDatabase(keys).settings();
  }
}
