package signet.benchmarks.load;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of {@link GatewayRun} as tables. */
public final class GatewayTable {
  private record Row(String word, String label, String title) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("nginx", "nginx", "nginx as a proxy"),
          new Row("gateway_bare", "Signet, bare", "the gateway as a bare proxy (a public route)"),
          new Row("gateway_verifying", "Signet, verifying", "the gateway, verifying"),
          new Row(
              "gateway_minting",
              "Signet, minting",
              "the gateway, verifying and handing on a transaction token"),
          new Row(
              "nginx_auth_request",
              "nginx + auth_request",
              "nginx, asking the gateway's `/verify` each time"),
          new Row(
              "spring_cloud_gateway", "Spring Cloud Gateway", "Spring Cloud Gateway, verifying"));

  private GatewayTable() {}

  /** Tables in Markdown: at full load, and at half of what the gateway does when it verifies. */
  public static String of(JsonObject results) {
    JsonObject half = results.getJsonObject("half_load");
    return "\n"
        + table(
            "| at full load | requests a second | p50, ms | p99, ms |",
            "| %s | %,.0f | %.1f | %.1f |",
            results.getJsonObject("full_load"))
        + String.format(
            Locale.ROOT,
            "%nAt %,d requests a second, half of what the gateway does when it verifies:%n%n",
            half.getInteger("requests_per_second"))
        + table(
            "| at half load | requests | p50, ms | p99, ms |", "| %s | %,.0f | %.2f | %.2f |", half)
        + String.format(
            Locale.ROOT,
            "%nResident afterwards: the gateway %s%s.%n",
            megabytes(results, "gateway_resident_kib"),
            results.containsKey("spring_resident_kib")
                ? ", Spring Cloud Gateway " + megabytes(results, "spring_resident_kib")
                : "");
  }

  /** Requests a second at full load, in the table's order. */
  public static Map<String, Double> rates(JsonObject results) {
    Map<String, Double> rates = new LinkedHashMap<>();
    for (Row row : ROWS) {
      if (results.getJsonObject("full_load").getValue(row.word()) instanceof JsonObject values) {
        rates.put(row.label(), values.getDouble("requests_per_second"));
      }
    }
    return rates;
  }

  private static String table(String head, String format, JsonObject measured) {
    List<String> lines = new ArrayList<>();
    lines.add(head);
    lines.add("|---|---:|---:|---:|");
    for (Row row : ROWS) {
      if (measured.getValue(row.word()) instanceof JsonObject values) {
        Double rate = values.getDouble("requests_per_second", values.getDouble("requests"));
        lines.add(
            String.format(
                Locale.ROOT,
                format,
                row.title(),
                rate,
                values.getDouble("p50_ms"),
                values.getDouble("p99_ms")));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String megabytes(JsonObject results, String name) {
    return String.format(Locale.ROOT, "%.0f MB", results.getLong(name) * 1024 / 1e6);
  }
}
