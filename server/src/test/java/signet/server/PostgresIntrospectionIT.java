package signet.server;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Introspection and revocation, kept in PostgreSQL. */
final class PostgresIntrospectionIT extends IntrospectionIT {
  @TempDir static Path keys;

  @Override
  String[] storage() {
    return new SharedDatabase(keys).settings();
  }
}
