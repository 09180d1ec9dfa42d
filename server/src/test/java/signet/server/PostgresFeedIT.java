package signet.server;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The feed, kept in PostgreSQL, which tells of commits itself. */
final class PostgresFeedIT extends FeedIT {
  @TempDir static Path keys;

  @Override
  String[] storage() {
    return new SharedDatabase(keys).settings();
  }
}
