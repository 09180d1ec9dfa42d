package signet.server;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Bad forms, kept in PostgreSQL. */
final class PostgresOauthBadInputIT extends OauthBadInputIT {
  @TempDir static Path keys;

  @Override
  String[] storage() {
    return new SharedDatabase(keys).settings();
  }
}
