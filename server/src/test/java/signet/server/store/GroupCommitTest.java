package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import signet.server.outage.OutageException;

@Timeout(60)
final class GroupCommitTest {
  private static final int MAX_WAITING = 8;

  @TempDir Path folder;
  private final CountingSource counting = new CountingSource();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Hold> holds = new ArrayList<>();
  private SQLiteDataSource source;
  private GroupCommit transactions;

  @BeforeEach
  void open() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setBusyTimeout(100);
    source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + folder.resolve("test.db"));
    Connection connection = counting.around(source).getConnection();
    transactions = new GroupCommit(connection, MAX_WAITING, new Outages());
    transactions.useTransaction(
        handle -> handle.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT)"));
    counting.forget();
  }

  @AfterEach
  void close() {
    transactions.close();
    assertThat(holds).allSatisfy(hold -> assertThat(hold.result).isCompletedWithValue(1));
    threads.close();
  }

  private static final class Hold {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    CompletableFuture<Integer> result;
  }

  /** A transaction that keeps the writer busy until it is released. */
  private Hold hold() throws InterruptedException {
    Hold hold = new Hold();
    holds.add(hold);
    hold.result =
        begin(
            handle -> {
              hold.begun.countDown();
              hold.released.await();
              return handle.execute("INSERT INTO item (id) VALUES (0)");
            });
    hold.begun.await();
    return hold;
  }

  private interface Work {
    int in(org.jdbi.v3.core.Handle handle) throws Exception;
  }

  private CompletableFuture<Integer> begin(Work work) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            result.complete(transactions.<Integer, Exception>inTransaction(work::in));
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private CompletableFuture<Integer> insert(int id) {
    return begin(handle -> handle.execute("INSERT INTO item (id) VALUES (?)", id));
  }

  private void awaitWaiting(int number) {
    await().pollInterval(Duration.ofMillis(1)).until(() -> transactions.waiting() == number);
  }

  /** As another connection sees it: what is committed. */
  private List<Integer> committed() throws SQLException {
    try (Connection connection = source.getConnection();
        var rows = connection.createStatement().executeQuery("SELECT id FROM item ORDER BY id")) {
      List<Integer> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getInt(1));
      }
      return ids;
    }
  }

  @Test
  void thoseThatWaitAreCommittedTogether() throws Exception {
    Hold hold = hold();
    List<CompletableFuture<Integer>> inserts = new ArrayList<>();
    for (int id = 1; id <= 6; id++) {
      inserts.add(insert(id));
    }
    awaitWaiting(6);
    hold.released.countDown();
    for (CompletableFuture<Integer> insert : inserts) {
      assertThat(insert.get()).isEqualTo(1);
    }

    assertThat(counting.seen().stream().filter("COMMIT"::equals)).hasSize(2);
    assertThat(committed()).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void oneThatFailsTakesNoOtherAlong() throws Exception {
    Hold hold = hold();
    CompletableFuture<Integer> before = insert(1);
    awaitWaiting(1);
    CompletableFuture<Integer> failing =
        begin(
            handle -> {
              handle.execute("INSERT INTO item (id) VALUES (2)");
              return handle.execute("INSERT INTO item (id) VALUES (1)");
            });
    awaitWaiting(2);
    CompletableFuture<Integer> refusing =
        begin(
            handle -> {
              handle.execute("INSERT INTO item (id) VALUES (3)");
              throw new IllegalArgumentException("changed its mind");
            });
    awaitWaiting(3);
    CompletableFuture<Integer> after = insert(4);
    awaitWaiting(4);
    hold.released.countDown();

    assertThat(before.get()).isEqualTo(1);
    assertThat(after.get()).isEqualTo(1);
    assertThatThrownBy(failing::get).hasStackTraceContaining("SQLITE_CONSTRAINT");
    assertThatThrownBy(refusing::get).hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(committed()).containsExactly(0, 1, 4);
  }

  @Test
  void everyAnswerIsOfSomethingCommitted() throws Exception {
    List<CompletableFuture<Void>> checks = new ArrayList<>();
    for (int thread = 0; thread < MAX_WAITING; thread++) {
      int first = thread * 100;
      checks.add(
          CompletableFuture.runAsync(
              () -> {
                for (int id = first; id < first + 50; id++) {
                  int inserted = id;
                  transactions.useTransaction(
                      handle -> handle.execute("INSERT INTO item (id) VALUES (?)", inserted));
                  try {
                    assertThat(committed()).contains(id);
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                }
              },
              threads));
    }
    for (CompletableFuture<Void> check : checks) {
      check.get();
    }
  }

  /** SQLite may give up the whole transaction where the disk is full. */
  @Test
  void whatWasInABatchWithAFullDiskIsAnsweredAsItWas() throws Exception {
    long pages =
        transactions.withHandle(
            handle -> handle.createQuery("PRAGMA page_count").mapTo(Long.class).one());
    transactions.withHandle(
        handle ->
            handle.createQuery("PRAGMA max_page_count = " + (pages + 8)).mapTo(Long.class).one());
    Hold hold = hold();
    List<CompletableFuture<Integer>> results = new ArrayList<>();
    for (int id = 1; id <= 7; id++) {
      String text = id == 4 ? "x".repeat(1_000_000) : "";
      int inserted = id;
      results.add(
          begin(handle -> handle.execute("INSERT INTO item VALUES (?, ?)", inserted, text)));
      awaitWaiting(id);
    }
    hold.released.countDown();

    List<Integer> acknowledged = new ArrayList<>(List.of(0));
    for (int id = 1; id <= 7; id++) {
      try {
        results.get(id - 1).get();
        acknowledged.add(id);
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(OutageException.class);
      }
    }
    assertThat(acknowledged).doesNotContain(4).contains(7);
    assertThat(committed()).isEqualTo(acknowledged);
  }

  @Test
  void moreThanMayWaitAreRefusedAtOnce() throws Exception {
    Hold hold = hold();
    List<CompletableFuture<Integer>> fitting = new ArrayList<>();
    for (int id = 1; id <= MAX_WAITING; id++) {
      fitting.add(insert(id));
    }
    awaitWaiting(MAX_WAITING);

    assertThat(insert(100))
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(OutageException.class);

    hold.released.countDown();
    for (CompletableFuture<Integer> insert : fitting) {
      assertThat(insert.get(5, TimeUnit.SECONDS)).isEqualTo(1);
    }
    assertThat(insert(100).get()).isEqualTo(1);
  }

  @Test
  void aTransactionMayNotBeginAnother() {
    assertThatThrownBy(
            () ->
                transactions.useTransaction(
                    outer -> transactions.useTransaction(inner -> inner.execute("SELECT 1"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("began another");
  }

  @Test
  void anotherWriterIsWaitedForThenGivenUp() throws Exception {
    try (Connection tool = source.getConnection();
        var statement = tool.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");

      assertThat(transactions.attempt(handle -> 1)).isEmpty();
      assertThatThrownBy(() -> transactions.inTransaction(handle -> 1))
          .isInstanceOf(OutageException.class);

      statement.execute("COMMIT");
    }
    assertThat(transactions.attempt(handle -> 1)).contains(1);
  }

  @Test
  void writesWhatWaitsBeforeItClosesAndNothingAfter() throws Exception {
    Hold hold = hold();
    CompletableFuture<Integer> waiting = insert(1);
    awaitWaiting(1);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(transactions::close, threads);
    awaitWaiting(2);
    hold.released.countDown();
    closing.get();

    assertThat(waiting.get()).isEqualTo(1);
    assertThat(committed()).containsExactly(0, 1);
    assertThatThrownBy(() -> transactions.withHandle(handle -> 1))
        .isInstanceOf(OutageException.class);
  }
}
