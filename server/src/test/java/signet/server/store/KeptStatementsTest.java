package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptStatementsTest {
  private static final String ADD = "INSERT INTO item (id, text) VALUES (:id, :text)";
  private static final String ALL = "SELECT text FROM item ORDER BY id";

  @TempDir Path folder;
  private final List<String> compiled = new ArrayList<>();
  private final List<PreparedStatement> statements = new ArrayList<>();
  private Connection connection;
  private Handle handle;

  @BeforeEach
  void open() throws Exception {
    connection = Sqlite.source(folder.resolve("test.db"), false).getConnection();
    handle = Jdbi.open(noting(connection)).setStatementBuilder(new KeptStatements());
    handle.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT)");
    compiled.clear();
  }

  @AfterEach
  void close() throws Exception {
    handle.close();
    connection.close();
  }

  private Connection noting(Connection target) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) -> {
              Object result = method.invoke(target, arguments);
              if (result instanceof PreparedStatement statement) {
                compiled.add((String) arguments[0]);
                statements.add(statement);
              }
              return result;
            });
  }

  private void add(int id, String text) {
    handle.createUpdate(ADD).bind("id", id).bind("text", text).execute();
  }

  private List<String> all() {
    return handle.createQuery(ALL).mapTo(String.class).list();
  }

  @Test
  void compilesTheSameSqlOnce() {
    add(1, "one");
    add(2, "two");

    assertThat(all()).containsExactly("one", "two");
    assertThat(all()).containsExactly("one", "two");
    assertThat(compiled).hasSize(2);
  }

  @Test
  void forgetsWhatWasBoundBefore() throws Exception {
    handle.createQuery("SELECT ?").bind(0, "secret").mapTo(String.class).one();

    try (var result = statements.getLast().executeQuery()) {
      assertThat(result.getString(1)).isNull();
    }
  }

  @Test
  void runsAgainWhatHasFailed() {
    add(1, "one");
    assertThatThrownBy(() -> add(1, "again")).isInstanceOf(UnableToExecuteStatementException.class);

    add(2, "two");

    assertThat(all()).containsExactly("one", "two");
    assertThat(compiled).hasSize(2);
  }

  @Test
  void compilesAnewWhatIsStillBeingRead() {
    add(1, "one");
    add(2, "two");

    List<String> inside =
        handle.createQuery(ALL).map((row, context) -> row.getString(1) + all()).list();

    assertThat(inside).containsExactly("one[one, two]", "two[one, two]");
  }

  /** Rows that nobody fetched would hold an old state, and the log of changes would grow. */
  @Test
  void holdsNoSnapshotAfterARead() throws Exception {
    add(1, "one");
    add(2, "two");
    assertThat(handle.createQuery(ALL).mapTo(String.class).findFirst()).contains("one");

    try (Connection other = Sqlite.source(folder.resolve("test.db"), false).getConnection();
        var statement = other.createStatement()) {
      statement.execute("INSERT INTO item (id, text) VALUES (3, 'three')");
      try (var result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
        assertThat(result.getInt("busy")).isZero();
      }
    }
    assertThat(all()).containsExactly("one", "two", "three");
  }

  @Test
  void seesAChangedTable() {
    add(1, "one");
    assertThat(handle.createQuery("SELECT * FROM item").mapToMap().one()).hasSize(2);

    handle.execute("ALTER TABLE item ADD COLUMN more TEXT DEFAULT 'more'");

    assertThat(handle.createQuery("SELECT * FROM item").mapToMap().one())
        .containsEntry("more", "more");
  }

  @Test
  void keepsABoundedNumber() throws Exception {
    for (int i = 0; i < 500; i++) {
      handle.createQuery("SELECT " + i).mapTo(Integer.class).one();
    }

    int open = 0;
    for (PreparedStatement statement : statements) {
      open += statement.isClosed() ? 0 : 1;
    }
    assertThat(open).isEqualTo(128);
  }
}
