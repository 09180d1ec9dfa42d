package signet.benchmarks.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The results of {@link LoadComparison} as tables. */
public final class LoadTable {
  private static final List<String> OPERATIONS =
      List.of("logins", "refreshes", "introspections", "client_tokens", "key_sets");

  private LoadTable() {}

  /** Tables in Markdown, one a database. */
  public static String of(JsonArray rows) {
    StringBuilder text = new StringBuilder();
    for (String store : List.of("embedded", "postgresql")) {
      List<JsonObject> ofStore = ofStore(rows, store);
      if (!ofStore.isEmpty()) {
        text.append(
            store.equals("embedded")
                ? "\n#### On the embedded database (SQLite, H2)\n\n"
                : "\n#### On PostgreSQL\n\n");
        text.append(table(ofStore));
      }
    }
    return text.toString();
  }

  /** Refreshes by server and algorithm, a line a database. */
  public static String signing(JsonArray rows) {
    List<String> lines = new ArrayList<>();
    List<JsonObject> first = ofStore(rows, "embedded");
    lines.add(line("refreshes a second", first, row -> row.getString("server")));
    lines.add("|---".repeat(first.size() + 1) + "|");
    for (String store : List.of("embedded", "postgresql")) {
      String name = store.equals("embedded") ? "SQLite, H2" : "PostgreSQL";
      List<JsonObject> servers = ofStore(rows, store);
      lines.add(line(name, servers, row -> perSecond(row, "refreshes")));
      lines.add(line(name + ", server's CPU, µs", servers, row -> cpu(row, "refreshes")));
    }
    return "\n" + String.join("\n", lines) + "\n";
  }

  private static List<JsonObject> ofStore(JsonArray rows, String store) {
    return rows(rows).filter(row -> row.getString("store").equals(store)).toList();
  }

  /**
   * How many of an operation each server does a second.
   *
   * @param store {@code embedded} or {@code postgresql}
   */
  public static Map<String, Double> rates(JsonArray rows, String store, String operation) {
    Map<String, Double> rates = new LinkedHashMap<>();
    rows(rows)
        .filter(row -> row.getString("store").equals(store) && row.containsKey(operation))
        .forEach(
            row ->
                rates.put(
                    row.getString("server"), row.getJsonObject(operation).getDouble("per_second")));
    return rates;
  }

  private static Stream<JsonObject> rows(JsonArray rows) {
    return rows.stream().map(JsonObject.class::cast);
  }

  private static String table(List<JsonObject> servers) {
    List<String> lines = new ArrayList<>();
    lines.add(line("", servers, row -> row.getString("server")));
    lines.add("|---".repeat(servers.size() + 1) + "|");
    for (String operation : OPERATIONS) {
      lines.add(
          line(
              operation.replace('_', ' ') + " a second",
              servers,
              row -> perSecond(row, operation)));
    }
    if (servers.stream().anyMatch(row -> row.getJsonObject("refreshes").containsKey("cpu_us"))) {
      lines.add(line("server's CPU a refresh, µs", servers, row -> cpu(row, "refreshes")));
    }
    lines.add(
        line("ready after, s", servers, row -> number("%.1f", row.getDouble("ready_seconds"))));
    lines.add(line("resident at rest, MB", servers, row -> megabytes(row, "rest_kib")));
    lines.add(line("resident under load, MB", servers, row -> megabytes(row, "load_kib")));
    lines.add(line("deployed, MB, without a runtime", servers, LoadTable::deployed));
    return String.join("\n", lines) + "\n";
  }

  @FunctionalInterface
  private interface Cell {
    String of(JsonObject row);
  }

  private static String line(String head, List<JsonObject> servers, Cell cell) {
    StringBuilder line = new StringBuilder("| ").append(head).append(" |");
    servers.forEach(row -> line.append(' ').append(cell.of(row)).append(" |"));
    return line.toString();
  }

  private static String perSecond(JsonObject row, String operation) {
    JsonObject rate = row.getJsonObject(operation);
    if (rate == null) {
      return "–";
    }
    long errors = rate.getLong("errors");
    return number("%.0f", rate.getDouble("per_second"))
        + " (p50 "
        + number("%.1f", rate.getDouble("p50_ms"))
        + ", p99 "
        + number("%.1f", rate.getDouble("p99_ms"))
        + " ms)"
        + (errors == 0 ? "" : ", " + errors + " errors");
  }

  private static String cpu(JsonObject row, String operation) {
    Double micros = row.getJsonObject(operation).getDouble("cpu_us");
    return micros == null ? "–" : number("%.0f", micros);
  }

  private static String deployed(JsonObject row) {
    Long bytes = row.getLong("deployed_bytes");
    return bytes == null ? "–" : number("%.0f", bytes / 1e6);
  }

  private static String megabytes(JsonObject row, String name) {
    return number("%.0f", row.getLong(name) * 1024 / 1e6);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
