package signet.server.store;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** {@link MigrationContract} on SQLite. */
final class SqliteMigrationTest extends MigrationContract {
  private final DataFolder folder;

  SqliteMigrationTest(@TempDir Path temporary) throws FolderInUseException {
    folder = DataFolder.open(temporary.resolve("data"));
  }

  @Override
  DataSource old() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.path().resolve("signet.db"));
    return source;
  }

  @Override
  Database open() {
    return Database.open(folder);
  }

  @AfterEach
  void close() {
    folder.close();
  }
}
