package signet.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Processor time of other processes, as Linux counts it: in hundredths of a second. */
public final class CpuTime {
  private static final long MICROS_A_TICK = 10_000;
  // proc(5): utime and stime, counted from what follows the command's name.
  private static final int USER = 11;
  private static final int SYSTEM = 12;

  private CpuTime() {}

  /** What these have used so far, in µs; one that has ended counts nothing. */
  public static long micros(Collection<Long> pids) {
    return pids.stream().mapToLong(CpuTime::micros).sum();
  }

  private static long micros(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * MICROS_A_TICK;
    } catch (IOException e) {
      return 0;
    }
  }
}
