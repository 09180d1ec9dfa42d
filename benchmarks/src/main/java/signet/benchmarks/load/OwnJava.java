package signet.benchmarks.load;

import java.nio.file.Path;

/** The Java that this process runs on, for processes that it starts. */
public final class OwnJava {
  private OwnJava() {}

  /** A program of it, such as {@code java} or {@code jcmd}. */
  public static String program(String name) {
    return Path.of(System.getProperty("java.home", ""), "bin", name).toString();
  }

  /**
   * The one jar of the class path; as it was named it is found from this process's folder alone.
   */
  public static String jar() {
    return Path.of(System.getProperty("java.class.path", "")).toAbsolutePath().toString();
  }
}
