package signet.benchmarks.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CPU time of processes, from {@code /proc}: user and system, all threads, in milliseconds. */
final class ProcessTime {
  /** USER_HZ, which is 100 on every Linux that there is. */
  private static final int MILLIS_A_TICK = 10;

  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  private ProcessTime() {}

  /** The sum over processes; those that have ended count nothing. */
  static long millis(List<Long> pids) {
    return pids.stream().mapToLong(ProcessTime::millis).sum();
  }

  private static long millis(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The name in parentheses may have spaces; what follows it does not.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return MILLIS_A_TICK
          * (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]));
    } catch (IOException e) {
      return 0;
    }
  }
}
