package signet.cli.replay;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/** Counts the bytes that are read and shows how far that is. For one thread. */
final class Progress extends FilterInputStream {
  private static final int CELLS = 30;

  private final String name;
  private final long size;
  private final PrintStream shownAt;
  private long read;
  private int shown = -1;

  /**
   * What is read of a stream.
   *
   * @param size in bytes
   */
  Progress(String name, InputStream in, long size, PrintStream shownAt) {
    super(in);
    this.name = name;
    this.size = size;
    this.shownAt = shownAt;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    count(Math.max(0, count));
    return count;
  }

  private void count(int bytes) {
    read += bytes;
    int percent = (int) Math.min(100, size == 0 ? 100 : 100 * read / size);
    if (percent != shown) {
      shown = percent;
      int full = CELLS * percent / 100;
      shownAt.print(
          "\r%s [%s%s] %3d %%"
              .formatted(name, "#".repeat(full), " ".repeat(CELLS - full), percent));
      shownAt.flush();
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    shownAt.print("\r" + " ".repeat(name.length() + CELLS + 10) + "\r");
    shownAt.flush();
  }
}
