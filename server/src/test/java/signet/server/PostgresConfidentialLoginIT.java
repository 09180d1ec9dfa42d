package signet.server;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Logins through a service, kept in PostgreSQL. */
final class PostgresConfidentialLoginIT extends ConfidentialLoginIT {
  @TempDir static Path keys;

  @Override
  String[] storage() {
    return new SharedDatabase(keys).settings();
  }
}
