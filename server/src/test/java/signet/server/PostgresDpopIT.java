package signet.server;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Tokens bound to a key, kept in PostgreSQL. */
final class PostgresDpopIT extends DpopIT {
  @TempDir static Path keys;

  @Override
  String[] storage() {
    return new SharedDatabase(keys).settings();
  }
}
