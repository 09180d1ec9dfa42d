package signet.benchmarks;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of JMH's raw results.
 *
 * @param parameters library, algorithm and what else the benchmark varies
 * @param score the median of all measured iterations of all forks, in the benchmark's unit:
 *     nanoseconds an operation, or operations a second
 * @param bytes allocated an operation, NaN where not measured
 */
record Result(JsonObject parameters, double score, double bytes) {
  static List<Result> read(Path file) throws IOException {
    List<Result> results = new ArrayList<>();
    for (Object element : new JsonArray(Files.readString(file))) {
      JsonObject run = (JsonObject) element;
      JsonObject metric = run.getJsonObject("primaryMetric");
      JsonObject allocated =
          run.getJsonObject("secondaryMetrics", new JsonObject())
              .getJsonObject("gc.alloc.rate.norm", new JsonObject());
      results.add(
          new Result(
              run.getJsonObject("params"),
              median(metric.getJsonArray("rawData")),
              number(allocated, "score")));
    }
    return results;
  }

  /** Of an array of forks, each an array of iterations. */
  private static double median(JsonArray forks) {
    double[] scores =
        forks.stream()
            .flatMap(fork -> ((JsonArray) fork).stream())
            .mapToDouble(score -> ((Number) score).doubleValue())
            .sorted()
            .toArray();
    return (scores[(scores.length - 1) / 2] + scores[scores.length / 2]) / 2;
  }

  /** JMH writes NaN as a string. */
  private static double number(JsonObject object, String name) {
    Object value = object.getValue(name, "NaN");
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  String parameter(String name) {
    return parameters.getString(name, "");
  }
}
