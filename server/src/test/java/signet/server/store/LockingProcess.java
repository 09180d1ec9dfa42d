package signet.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another process that locks a file, since a lock of this one would look free to it. */
final class LockingProcess implements AutoCloseable {
  private static final int GOT_IT = 'y';

  private final Process process;
  private final boolean locked;

  private LockingProcess(Process process, boolean locked) {
    this.process = process;
    this.locked = locked;
  }

  /** Starts it; it holds the lock, if it got it, until it is closed. */
  static LockingProcess start(Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockingProcess.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new LockingProcess(process, process.getInputStream().read() == GOT_IT);
  }

  boolean locked() {
    return locked;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }

  public static void main(String[] arguments) throws Exception {
    try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
      System.out.write(channel.tryLock() != null ? GOT_IT : 'n');
      System.out.flush();
      // Ends with its parent, or when that closes the pipe.
      System.in.read();
    }
  }
}
