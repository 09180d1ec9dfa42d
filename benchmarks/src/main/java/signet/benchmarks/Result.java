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
 * @param score in the benchmark's unit: nanoseconds an operation, or operations a second
 * @param error half of the 99.9 % confidence interval
 * @param bytes allocated an operation, NaN where not measured
 */
record Result(JsonObject parameters, double score, double error, double bytes) {
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
              number(metric, "score"),
              number(metric, "scoreError"),
              number(allocated, "score")));
    }
    return results;
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
