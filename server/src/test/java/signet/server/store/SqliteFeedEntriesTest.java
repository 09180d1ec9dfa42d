package signet.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteFeedEntriesTest extends FeedEntriesContract {
  private DataFolder folder;
  private Database database;

  SqliteFeedEntriesTest(@TempDir Path temporary) throws FolderInUseException {
    folder = DataFolder.open(temporary.resolve("data"));
    database = Database.open(folder);
  }

  @AfterEach
  void close() {
    database.close();
    folder.close();
  }

  @Override
  Database database() {
    return database;
  }
}
