package signet.benchmarks;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import signet.benchmarks.load.CheckTable;
import signet.benchmarks.load.GatewayTable;
import signet.benchmarks.load.LoadTable;

/**
 * Turns raw results into the tables of {@code docs/performance.md} and the charts beside it. What
 * stands outside the page's markers is written by people and stays.
 */
final class PerformancePage {
  private static final List<String> LIBRARIES =
      List.of(
          "jca",
          "signet",
          "signet-cached",
          "auth0",
          "fusionauth",
          "jjwt",
          "jose4j",
          "nimbus",
          "vertx");

  private final Path results;
  private final Path page;

  PerformancePage(Path results, Path page) {
    this.results = results;
    this.page = page;
  }

  void write() throws IOException {
    replace("results", libraries());
    Path load = results.resolve("load.json");
    if (Files.exists(load)) {
      replace("load", servers(new JsonArray(Files.readString(load))));
    }
    Path signing = results.resolve("load-signing.json");
    if (Files.exists(signing)) {
      replace("signing", LoadTable.signing(new JsonArray(Files.readString(signing))));
    }
    Path checks = results.resolve("checks.json");
    if (Files.exists(checks)) {
      JsonObject measured = new JsonObject(Files.readString(checks));
      String chart =
          chart("checks", "Requests a second by kind of check", CheckTable.rates(measured), "");
      replace("checks", CheckTable.of(measured) + chart);
    }
    Path gateway = results.resolve("gateway.json");
    if (Files.exists(gateway)) {
      JsonObject measured = new JsonObject(Files.readString(gateway));
      String chart =
          chart("gateway", "Requests a second at full load", GatewayTable.rates(measured), "");
      replace("gateway", GatewayTable.of(measured) + chart);
    }
  }

  private String servers(JsonArray rows) throws IOException {
    StringBuilder text = new StringBuilder(LoadTable.of(rows));
    text.append(serversChart("Logins", rows)).append(serversChart("Refreshes", rows));
    return text.toString();
  }

  private String serversChart(String operations, JsonArray rows) throws IOException {
    String word = operations.toLowerCase(Locale.ROOT);
    return chart(
        "servers-" + word,
        operations + " a second on PostgreSQL",
        LoadTable.rates(rows, "postgresql", word),
        "");
  }

  private String libraries() throws IOException {
    List<Result> verify = read("jose-verify-");
    StringBuilder text = new StringBuilder(machine());
    for (CryptoProvider provider : CryptoProvider.values()) {
      List<Result> measured = with(verify, "provider", provider.name());
      text.append("\n### Verifying one token, ").append(name(provider)).append("\n\n");
      text.append(table(measured, "library", LIBRARIES, "algorithm", algorithms(measured)));
      text.append("\nns a verification; a dash where the library lacks the algorithm.\n");
      for (String algorithm : algorithms(measured)) {
        text.append(chart(with(measured, "algorithm", algorithm), provider, algorithm));
      }
      text.append("\n#### Against the bare check and the best peer, ")
          .append(name(provider))
          .append("\n\n")
          .append(goals(measured));
    }
    section(text, "One thread to two", "jose-verify-threads", scaling(verify));
    section(text, "Refusing", "jose-reject", refusals());
    section(text, "Signing", "jose-sign", signing());
    section(text, "A remote key set under eight threads", "jose-remote", remote());
    return text.toString();
  }

  /** Puts a text between the page's two markers of that name. */
  private void replace(String marker, String text) throws IOException {
    String first = "<!-- " + marker + " -->";
    String last = "<!-- /" + marker + " -->";
    String before = Files.readString(page);
    int start = before.indexOf(first) + first.length();
    int end = before.indexOf(last);
    if (start < first.length() || end < start) {
      throw new IOException(page + " lacks the markers " + first + " and " + last);
    }
    Files.writeString(
        page, before.substring(0, start) + "\n" + text + "\n" + before.substring(end));
  }

  /** Appends a section, where there are results for it. */
  private void section(StringBuilder text, String title, String results, String content)
      throws IOException {
    if (!read(results).isEmpty()) {
      text.append("\n### ").append(title).append("\n\n").append(content);
    }
  }

  private List<Result> read(String prefix) throws IOException {
    List<Result> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(results)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(prefix)
            && name.endsWith(".json")
            && (prefix.contains("threads") || !name.contains("threads"))) {
          all.addAll(Result.read(file));
        }
      }
    }
    return all;
  }

  private String machine() throws IOException {
    JsonObject machine = new JsonObject(Files.readString(results.resolve("machine.json")));
    return String.format(
        "%nMeasured on %s: %s, %d cores, %s, %s.%n",
        machine.getString("date"),
        machine.getString("processor"),
        machine.getInteger("cores"),
        machine.getString("system"),
        machine.getString("jvm"));
  }

  private static String name(CryptoProvider provider) {
    return provider == CryptoProvider.JDK ? "JDK provider" : "Corretto provider";
  }

  private static List<Result> with(List<Result> all, String parameter, String value) {
    return all.stream().filter(result -> result.parameter(parameter).equals(value)).toList();
  }

  private static List<String> algorithms(List<Result> measured) {
    return Stream.of("HS256", "RS256", "PS256", "ES256", "ED25519", "ML_DSA_65")
        .filter(algorithm -> !with(measured, "algorithm", algorithm).isEmpty())
        .toList();
  }

  private static OptionalDouble score(List<Result> all, String... pairs) {
    List<Result> left = all;
    for (int i = 0; i < pairs.length; i += 2) {
      left = with(left, pairs[i], pairs[i + 1]);
    }
    return left.stream().mapToDouble(Result::score).findFirst();
  }

  private static String table(
      List<Result> all,
      String rowName,
      List<String> rows,
      String columnName,
      List<String> columns) {
    StringBuilder table = new StringBuilder("| |");
    columns.forEach(column -> table.append(' ').append(column).append(" |"));
    table.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
    for (String row : rows) {
      if (with(all, rowName, row).isEmpty()) {
        continue;
      }
      table.append("| ").append(row).append(" |");
      for (String column : columns) {
        OptionalDouble score = score(all, rowName, row, columnName, column);
        table
            .append(' ')
            .append(score.isPresent() ? figure(score.getAsDouble()) : "–")
            .append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private String chart(List<Result> measured, CryptoProvider provider, String algorithm)
      throws IOException {
    Map<String, Double> bars = new LinkedHashMap<>();
    measured.stream()
        .sorted(Comparator.comparingDouble(Result::score))
        .forEach(result -> bars.put(result.parameter("library"), result.score() / 1000));
    String file = String.format("verify-%s-%s", algorithm, provider).toLowerCase(Locale.ROOT);
    String title = String.format("Verify %s, %s", algorithm, name(provider));
    return chart(file, title, bars, "µs");
  }

  /** Draws a chart beside the page; gives the line that shows it there. */
  private String chart(String name, String title, Map<String, Double> bars, String unit)
      throws IOException {
    Path charts = page.resolveSibling("charts");
    Files.createDirectories(charts);
    Files.writeString(charts.resolve(name + ".svg"), new BarChart(title, bars, unit).toSvg());
    return String.format("%n![%s](charts/%s.svg)%n", title, name);
  }

  private static String goals(List<Result> measured) {
    StringBuilder table =
        new StringBuilder(
            "| | bare | signet | above bare | ratio | best peer | peer / signet | cached | bytes"
                + " above bare |\n|---|---:|---:|---:|---:|---|---:|---:|---:|\n");
    for (String algorithm : algorithms(measured)) {
      List<Result> of = with(measured, "algorithm", algorithm);
      double bare = score(of, "library", "jca").orElse(Double.NaN);
      double signet = score(of, "library", "signet").orElse(Double.NaN);
      double bytes = bytes(of, "signet") - bytes(of, "jca");
      Result peer =
          of.stream()
              .filter(r -> !r.parameter("library").matches("jca|signet.*"))
              .min(Comparator.comparingDouble(Result::score))
              .orElse(null);
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s ns | %.3f | %s | %s | %s | %.0f |%n",
              algorithm,
              figure(bare),
              figure(signet),
              figure(signet - bare),
              signet / bare,
              peer == null ? "–" : peer.parameter("library"),
              peer == null ? "–" : String.format(Locale.ROOT, "%.2f", peer.score() / signet),
              figure(score(of, "library", "signet-cached").orElse(Double.NaN)),
              bytes));
    }
    return table.toString();
  }

  private static double bytes(List<Result> of, String library) {
    return with(of, "library", library).stream()
        .mapToDouble(Result::bytes)
        .findFirst()
        .orElse(Double.NaN);
  }

  private String scaling(List<Result> oneThread) throws IOException {
    List<Result> two = read("jose-verify-threads");
    StringBuilder table =
        new StringBuilder("| | bare | signet | signet / bare |\n|---|---:|---:|---:|\n");
    for (String algorithm : algorithms(two)) {
      double bare = gain(oneThread, two, "jca", algorithm);
      double signet = gain(oneThread, two, "signet", algorithm);
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f × | %.2f × | %.2f |%n",
              algorithm,
              bare,
              signet,
              signet / bare));
    }
    return table + "\nThroughput of two threads over that of one, Corretto provider.\n";
  }

  private static double gain(List<Result> one, List<Result> two, String library, String algorithm) {
    String[] key = {
      "library", library, "algorithm", algorithm, "provider", CryptoProvider.CORRETTO.name()
    };
    return 2 * score(one, key).orElse(Double.NaN) / score(two, key).orElse(Double.NaN);
  }

  private String refusals() throws IOException {
    List<Result> all = read("jose-reject");
    List<String> kinds =
        List.of("ALG_NONE", "GARBAGE_16_KIB", "UNKNOWN_KID", "EXPIRED", "BAD_SIGNATURE");
    return table(all, "library", LIBRARIES, "badness", kinds)
        + "\nns a refusal, ES256, JDK provider.\n";
  }

  private String signing() throws IOException {
    StringBuilder text = new StringBuilder();
    List<Result> all = read("jose-sign");
    for (CryptoProvider provider : CryptoProvider.values()) {
      List<Result> of = with(all, "provider", provider.name());
      text.append(name(provider)).append(":\n\n");
      text.append(
          table(
              of,
              "library",
              List.of("bare", "signet", "nimbus"),
              "algorithm",
              List.of("HS256", "RS256", "ES256")));
      text.append('\n');
    }
    return text + "ns a token; `bare` signs a ready text.\n";
  }

  private String remote() throws IOException {
    StringBuilder table = new StringBuilder("| | verifications a second |\n|---|---:|\n");
    for (Result result : read("jose-remote")) {
      table.append(
          String.format(
              Locale.ROOT, "| %s | %,.0f |%n", result.parameter("library"), result.score()));
    }
    return table.toString();
  }

  /** A figure with as many digits as it deserves. */
  static String figure(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%,.0f", value);
  }
}
