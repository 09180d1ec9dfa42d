package signet.server.store;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** A data folder with its SQLite database, which end with a test. */
record TestSqlite(DataFolder folder, Database database) implements AutoCloseable {
  /** A new one in a folder of the test. */
  static TestSqlite in(Path temporary) {
    return in(temporary, UnaryOperator.identity());
  }

  /** With something around the sources of connections. */
  static TestSqlite in(Path temporary, UnaryOperator<DataSource> around) {
    try {
      DataFolder folder = DataFolder.open(temporary.resolve("data"));
      return new TestSqlite(folder, Database.open(folder, around));
    } catch (FolderInUseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same folder, with the database closed and opened anew. */
  TestSqlite reopen() {
    database.close();
    return new TestSqlite(folder, Database.open(folder));
  }

  @Override
  public void close() {
    database.close();
    folder.close();
  }
}
