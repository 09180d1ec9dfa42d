package signet.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteSessionStoreTest extends SessionStoreContract {
  private final CountingSource counting = new CountingSource();
  private final DataFolder folder;
  private final Database database;

  SqliteSessionStoreTest(@TempDir Path temporary) throws FolderInUseException {
    folder = DataFolder.open(temporary.resolve("data"));
    database = Database.open(folder, counting::around);
  }

  @Override
  CountingSource counting() {
    return counting;
  }

  @Override
  Database database() {
    return database;
  }

  @AfterEach
  void close() {
    database.close();
    folder.close();
  }
}
