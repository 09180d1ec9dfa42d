package signet.server;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Claims of attributes, kept in PostgreSQL. */
final class PostgresClaimsIT extends ClaimsIT {
  @TempDir static Path keys;

  @Override
  String[] storage() {
    return new SharedDatabase(keys).settings();
  }
}
