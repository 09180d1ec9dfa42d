package signet.benchmarks.load;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code wrk} measured with one thread that sends as soon as it is answered.
 *
 * @param requests that were answered
 * @param perSecond answers a second
 * @param p50Millis half of the answers came sooner
 * @param p99Millis all but one in a hundred
 */
record Wrk(long requests, double perSecond, double p50Millis, double p99Millis) {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
  private static final String TIME = "%\\s+([\\d.]+)(us|ms|s)";
  private static final Pattern P50 = Pattern.compile("\\s50" + TIME);
  private static final Pattern P99 = Pattern.compile("\\s99" + TIME);

  private static final String SCRIPT =
      """
      local requests = {}
      local at = 0
      init = function(args)
        for token in io.lines("tokens") do
          requests[#requests + 1] =
            wrk.format("GET", nil, {["Host"] = wrk.headers["Host"], ["Authorization"] = "Bearer " .. token})
        end
      end
      request = function()
        at = at % #requests + 1
        return requests[at]
      end
      """;

  /**
   * Sends the folder's {@code tokens}, one a line, in turn.
   *
   * @throws IOException if an answer's status is not 2xx or 3xx
   */
  static Wrk run(Path folder, String address, int connections, int seconds)
      throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("tokens.lua"), SCRIPT);
    String out =
        Command.output(
            folder,
            "wrk",
            "-t1",
            "-c" + connections,
            "-d" + seconds + "s",
            "--latency",
            "-s",
            script.toString(),
            address);
    Matcher requests = REQUESTS.matcher(out);
    Matcher rate = RATE.matcher(out);
    if (!requests.find() || !rate.find() || out.contains("Non-2xx")) {
      throw new IOException("wrk at " + address + " said:\n" + out);
    }
    return new Wrk(
        Long.parseLong(requests.group(1)),
        Double.parseDouble(rate.group(1)),
        millis(P50, out),
        millis(P99, out));
  }

  private static double millis(Pattern time, String out) throws IOException {
    Matcher matcher = time.matcher(out);
    if (!matcher.find()) {
      throw new IOException("wrk said:\n" + out);
    }
    double unit =
        switch (matcher.group(2)) {
          case "us" -> 0.001;
          case "ms" -> 1;
          default -> 1000;
        };
    return Double.parseDouble(matcher.group(1)) * unit;
  }

  /** The medians of several runs. */
  static JsonObject medians(List<Wrk> rounds) {
    return new JsonObject()
        .put("requests_per_second", median(rounds, Wrk::perSecond))
        .put("p50_ms", median(rounds, Wrk::p50Millis))
        .put("p99_ms", median(rounds, Wrk::p99Millis));
  }

  private static double median(List<Wrk> rounds, ToDoubleFunction<Wrk> value) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
