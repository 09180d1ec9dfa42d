package signet.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteSessionRaceTest extends SessionRaceContract {
  private final DataFolder folder;
  private final Database database;

  SqliteSessionRaceTest(@TempDir Path temporary) throws FolderInUseException {
    folder = DataFolder.open(temporary.resolve("data"));
    database = Database.open(folder);
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
