package signet.benchmarks.load;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of {@link CheckComparison} as a table. */
public final class CheckTable {
  private CheckTable() {}

  /** A table in Markdown. */
  public static String of(JsonObject results) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| the service checks by | requests a second | p50, ms | p99, ms | its CPU a request, µs |"
            + " CPU behind it, µs |");
    lines.add("|---|---:|---:|---:|---:|---:|");
    JsonObject checks = results.getJsonObject("checks");
    for (CheckKind kind : CheckKind.values()) {
      JsonObject row = checks.getJsonObject(kind.word());
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %,.0f | %.2f | %.2f | %.0f | %.0f |",
              kind.title(),
              row.getDouble("requests_per_second"),
              row.getDouble("p50_ms"),
              row.getDouble("p99_ms"),
              row.getDouble("service_cpu_us"),
              row.getDouble("behind_cpu_us")));
    }
    return "\n" + String.join("\n", lines) + "\n";
  }

  /** Requests a second, in the table's order. */
  public static Map<String, Double> rates(JsonObject results) {
    Map<String, Double> rates = new LinkedHashMap<>();
    for (CheckKind kind : CheckKind.values()) {
      JsonObject row = results.getJsonObject("checks").getJsonObject(kind.word());
      rates.put(kind.title(), row.getDouble("requests_per_second"));
    }
    return rates;
  }
}
