package signet.benchmarks;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import signet.jose.jwa.JwsAlgorithm;

/**
 * Runs all contenders with all algorithms that they know, one after the other, and writes JMH's raw
 * results.
 */
final class LibraryComparison {
  private static final List<JwsAlgorithm> ALGORITHMS =
      List.of(
          JwsAlgorithm.HS256,
          JwsAlgorithm.RS256,
          JwsAlgorithm.PS256,
          JwsAlgorithm.ES256,
          JwsAlgorithm.ED25519,
          JwsAlgorithm.ML_DSA_65);

  /**
   * The same for all, and so small that it is soon touched as a whole: by default the JVM takes a
   * quarter of the machine, and memory touched for the first time is dear.
   */
  private static final String[] HEAP = {"-Xms256m", "-Xmx256m"};

  private final Path results;

  LibraryComparison(Path results) {
    this.results = results;
  }

  void run() throws RunnerException, IOException {
    Files.createDirectories(results);
    writeMachine();
    for (JwsAlgorithm algorithm : ALGORITHMS) {
      verify(algorithm);
    }
    run("jose-verify-threads", threads(VerifyBenchmark.class));
    run("jose-reject", options(RejectBenchmark.class));
    run("jose-sign", options(SignBenchmark.class));
    run("jose-remote", options(RemoteJwkSetBenchmark.class));
  }

  private void verify(JwsAlgorithm algorithm) throws RunnerException {
    String[] libraries =
        Contender.LIBRARIES.stream()
            .filter(library -> Contender.supports(library, algorithm))
            .sorted()
            .toArray(String[]::new);
    run(
        "jose-verify-" + algorithm.name().toLowerCase(java.util.Locale.ROOT),
        options(VerifyBenchmark.class)
            .param("library", libraries)
            .param("algorithm", algorithm.name())
            .forks(forks(algorithm))
            .addProfiler(GCProfiler.class));
  }

  /** RSA was seen to take one of two times, a third apart, in one JVM and the next. */
  private static int forks(JwsAlgorithm algorithm) {
    return algorithm == JwsAlgorithm.RS256 || algorithm == JwsAlgorithm.PS256 ? 2 : 1;
  }

  /** How much a second thread brings, to Signet and to the bare check. */
  private static ChainedOptionsBuilder threads(Class<?> benchmark) {
    return options(benchmark)
        .param("library", "jca", "signet")
        .param("algorithm", "HS256", "RS256", "ES256")
        .param("provider", "CORRETTO")
        .threads(2);
  }

  private static ChainedOptionsBuilder options(Class<?> benchmark) {
    return new OptionsBuilder()
        .include(benchmark.getSimpleName() + "\\.")
        .jvmArgsAppend(HEAP)
        .shouldFailOnError(true);
  }

  private void run(String name, ChainedOptionsBuilder options) throws RunnerException {
    Path file = results.resolve(name + ".json");
    new Runner(options.resultFormat(ResultFormatType.JSON).result(file.toString()).build()).run();
  }

  private void writeMachine() throws IOException {
    JsonObject machine =
        new JsonObject()
            .put("date", LocalDate.now(ZoneOffset.UTC).toString())
            .put("processor", processor())
            .put("cores", Runtime.getRuntime().availableProcessors())
            .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
            .put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
    Files.writeString(results.resolve("machine.json"), machine.encodePrettily() + "\n");
  }

  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
