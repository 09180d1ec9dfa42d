package signet.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionException;

/**
 * Transactions of a database with one writer: a thread of its own takes those that wait and commits
 * them together, so that many share the time of one write to the disk. Thread-safe.
 *
 * <p>Each runs in a savepoint, so that one which fails takes no other along; nobody is answered
 * before the commit has returned. Nothing waits for more to come: while a batch is written, the
 * next one gathers.
 */
final class GroupCommit implements Transactions, AutoCloseable {
  private static final int MAX_BATCH = 128;

  private final BlockingQueue<WaitingTransaction> waiting;
  private final WaitingTransaction stop = new WaitingTransaction(handle -> true);
  private final Connection connection;
  private final Handle handle;
  private final Outages outages;
  private final Thread writer;
  private volatile boolean closed;

  /**
   * Transactions on that connection, which is used for nothing else and closed with this.
   *
   * @param maxWaiting transactions that may wait; more are refused at once
   */
  GroupCommit(Connection connection, int maxWaiting, Outages outages) {
    this.connection = connection;
    this.waiting = new ArrayBlockingQueue<>(maxWaiting);
    this.handle = Jdbi.open(connection).setStatementBuilder(new KeptStatements());
    this.outages = outages;
    this.writer = Thread.ofPlatform().name("sqlite-writer").daemon().unstarted(this::writeAll);
    writer.start();
  }

  @Override
  public <R, X extends Exception> R inTransaction(HandleCallback<R, X> work) throws X {
    for (int attempt = 1; ; attempt++) {
      try {
        return run(work);
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || Fault.of(e) != Fault.CONFLICT) {
          throw outages.writeFailed(e);
        }
      }
    }
  }

  @Override
  public <R> Optional<R> attempt(HandleCallback<R, RuntimeException> work) {
    try {
      return Optional.of(run(work));
    } catch (RuntimeException e) {
      if (Fault.of(e) == Fault.CONFLICT) {
        return Optional.empty();
      }
      throw outages.writeFailed(e);
    }
  }

  @Override
  public <R> Optional<R> attemptStatement(HandleCallback<R, RuntimeException> statement) {
    return attempt(statement);
  }

  @Override
  public <R, X extends Exception> R withHandle(HandleCallback<R, X> statement) throws X {
    return inTransaction(statement);
  }

  private <R, X extends Exception> R run(HandleCallback<R, X> work) throws X {
    if (Thread.currentThread() == writer) {
      throw new IllegalStateException("a transaction began another one");
    }
    WaitingTransaction transaction = new WaitingTransaction(work);
    if (closed || !waiting.offer(transaction)) {
      throw outages.refused(closed ? "the database is closed" : "too many wait to write");
    }
    // Whoever came too late for the writer takes itself out again.
    if (closed && waiting.remove(transaction)) {
      throw outages.refused("the database is closed");
    }
    R result = transaction.await();
    outages.writeSucceeded();
    return result;
  }

  /** How many wait for the writer at this moment. */
  int waiting() {
    return waiting.size();
  }

  private void writeAll() {
    List<WaitingTransaction> batch = new ArrayList<>(MAX_BATCH);
    boolean stopped = false;
    while (!stopped) {
      try {
        batch.add(waiting.take());
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts this thread", e);
      }
      waiting.drainTo(batch, MAX_BATCH - 1);
      stopped = batch.remove(stop);
      int next = 0;
      while (next < batch.size()) {
        next = write(batch, next);
      }
      batch.clear();
    }
  }

  /** Commits a batch from that index on; gives the index of the first that was not tried. */
  private int write(List<WaitingTransaction> batch, int first) {
    List<WaitingTransaction> tried = new ArrayList<>(batch.size() - first);
    int next = first;
    try {
      execute("BEGIN IMMEDIATE");
      while (next < batch.size()) {
        WaitingTransaction transaction = batch.get(next++);
        if (transaction.take()) {
          tried.add(transaction);
          runInSavepoint(transaction);
        }
      }
      execute("COMMIT");
    } catch (TransactionException e) {
      rollBack();
      if (next == first) {
        // Not even begun, which would not be otherwise for the next one.
        batch.subList(first, batch.size()).stream()
            .filter(WaitingTransaction::take)
            .forEach(tried::add);
        next = batch.size();
      }
      tried.forEach(transaction -> transaction.fail(e));
    }
    tried.forEach(WaitingTransaction::answer);
    return next;
  }

  /**
   * What fails leaves no trace.
   *
   * @throws TransactionException if the whole transaction is lost, with all that was done in it
   */
  private void runInSavepoint(WaitingTransaction transaction) {
    execute("SAVEPOINT work");
    try {
      transaction.run(handle);
    } catch (Exception | Error e) {
      transaction.fail(e);
      backToSavepoint(e);
    }
    execute("RELEASE work");
  }

  private void backToSavepoint(Throwable failure) {
    try {
      execute("ROLLBACK TO work");
    } catch (TransactionException e) {
      // A full disk and the like make SQLite give up the transaction by itself: that is the cause.
      throw new TransactionException(failure);
    }
  }

  private void rollBack() {
    try {
      execute("ROLLBACK");
    } catch (TransactionException e) {
      // SQLite has done so by itself.
    }
  }

  private void execute(String sql) {
    try {
      handle.execute(sql);
    } catch (JdbiException e) {
      throw new TransactionException(e);
    }
  }

  /** Writes what waits, then closes the connection. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      waiting.put(stop);
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    waiting.removeIf(
        late -> {
          late.fail(outages.refused("the database is closed"));
          late.answer();
          return true;
        });
    try {
      handle.close();
      connection.close();
    } catch (SQLException e) {
      throw new TransactionException(e);
    }
  }
}
