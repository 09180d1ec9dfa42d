package signet.server;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Refresh and logout over HTTP, kept in PostgreSQL. */
final class PostgresRefreshIT extends RefreshIT {
  @TempDir static Path keys;

  @Override
  String[] storage() {
    return new SharedDatabase(keys).settings();
  }
}
