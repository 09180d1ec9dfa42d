package signet.server;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Logins over HTTP, kept in PostgreSQL. */
final class PostgresLoginIT extends LoginIT {
  @TempDir static Path keys;

  @Override
  String[] storage() {
    return new SharedDatabase(keys).settings();
  }
}
