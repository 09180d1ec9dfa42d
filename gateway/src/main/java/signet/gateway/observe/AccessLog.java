package signet.gateway.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for each request, on a thread of its own, so that no request waits for a disk. What
 * that thread cannot keep up with is left out and counted. Thread-safe; event loops write through a
 * {@link Writer} each.
 */
public final class AccessLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final int BATCH_BYTES = 32 * 1024;
  private static final int MAX_BATCHES = 256;
  private static final long END_WAIT_SECONDS = 5;

  private final @Nullable OutputStream out;
  private final BlockingQueue<byte[]> batches = new ArrayBlockingQueue<>(MAX_BATCHES);
  private final LongAdder dropped = new LongAdder();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * A log.
   *
   * @param out where to; null for nowhere. Not closed here
   */
  public AccessLog(@Nullable OutputStream out) {
    this.out = out;
    this.thread = new Thread(this::write, "signet-access-log");
    thread.setDaemon(true);
  }

  /** Begins to write; what was collected before that is not lost. To be called once. */
  public void begin() {
    if (out != null) {
      thread.start();
    }
  }

  /** How many lines were left out. */
  public long dropped() {
    return dropped.sum();
  }

  /** The way of one event loop into the log; used by one thread. */
  public Writer writer() {
    return new Writer();
  }

  /** Collects lines, and hands them on when there are enough or when told to. */
  public final class Writer {
    private final LogLine line = new LogLine();
    private final byte[] batch = new byte[BATCH_BYTES];
    private int size;
    private int lines;

    private Writer() {}

    /** Takes a line. */
    public void add(Observation seen) {
      if (out == null) {
        return;
      }
      byte[] bytes = line.of(seen);
      if (size + bytes.length > batch.length) {
        flush();
      }
      if (bytes.length > batch.length) {
        dropped.increment();
        return;
      }
      System.arraycopy(bytes, 0, batch, size, bytes.length);
      size += bytes.length;
      lines++;
    }

    /** Hands on what there is; called a few times a second. */
    public void flush() {
      if (size == 0) {
        return;
      }
      byte[] whole = new byte[size];
      System.arraycopy(batch, 0, whole, 0, size);
      if (!batches.offer(whole)) {
        dropped.add(lines);
      }
      size = 0;
      lines = 0;
    }
  }

  private void write() {
    boolean warned = false;
    while (!closed || !batches.isEmpty()) {
      try {
        byte[] next = batches.poll(100, TimeUnit.MILLISECONDS);
        if (next != null && out != null) {
          out.write(next);
          out.flush();
          warned = false;
        }
      } catch (IOException e) {
        if (!warned) {
          LOG.warn("the access log cannot be written", e);
          warned = true;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Writes what it has, for a few seconds at most. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(END_WAIT_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
