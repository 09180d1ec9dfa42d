package signet.benchmarks;

/** The jar's entry: {@code java -jar benchmarks.jar} runs JMH with its own options. */
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] arguments) throws Exception {
    org.openjdk.jmh.Main.main(arguments);
  }
}
