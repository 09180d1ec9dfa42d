package signet.cli.replay;

import static signet.cli.json.MarkupText.escaped;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signet.cli.json.JsonText;
import signet.cli.terminal.Style;
import signet.cli.terminal.Terminal;
import signet.jose.reject.RejectReason;

/** What an audit found, as text, JSON and a page. */
final class ReplayReports {
  private static final int EXAMPLES_SHOWN = 5;
  private static final int SHARED_SHOWN = 5;
  private static final int BAR = 100;
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;color:#1d232a}
      table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #d5dae0;padding:.35rem;
      text-align:left;vertical-align:top;overflow-wrap:anywhere}.bad{color:#b3261e}.fine{color:#1b6e3c}
      svg{width:100%;height:9rem}.all{fill:#9db4cc}.found{fill:#b3261e}
      @media(prefers-color-scheme:dark){body{background:#14181d;color:#e3e7ec}td,th{border-color:#333b45}
      .bad{color:#ff8a80}.fine{color:#7fd49b}.all{fill:#4c637a}.found{fill:#ff8a80}}
      """;

  private ReplayReports() {}

  /** For a person, 80 columns wide. */
  static void text(Terminal terminal, AuditResult result) {
    PrintStream out = terminal.out();
    row(out, "lines read", result.lines());
    row(out, "  that are no entries", result.unreadable());
    row(out, "  without a token", result.anonymous());
    row(out, "  refused at the time", result.refused());
    row(out, "  good at the time", result.good());
    row(out, "  undetermined", result.undetermined());
    row(out, "  should not have been accepted", result.badCount());
    result.bad().forEach((reason, count) -> reason(terminal, result, reason, count));
    if (!result.shared().isEmpty()) {
      out.println();
      out.println(
          terminal.styled(
              Style.WARNING,
              "tokens from several places"
                  + (result.sharedIsPartial() ? " (too many tokens to know all)" : "")));
      result.shared().stream().limit(SHARED_SHOWN).forEach(shared -> shared(out, shared));
      more(out, result.shared().size() - SHARED_SHOWN);
    }
    if (!result.unknowns().isEmpty()) {
      out.println();
      result.unknowns().forEach(unknown -> out.println("not looked at: " + unknown));
    }
  }

  private static void row(PrintStream out, String name, long count) {
    out.println("%-32s %,12d".formatted(name, count));
  }

  private static void reason(
      Terminal terminal, AuditResult result, RejectReason reason, long count) {
    PrintStream out = terminal.out();
    out.println();
    out.println(terminal.styled(Style.BAD, "%s: %,d".formatted(reason.word(), count)));
    List<AuditResult.Example> examples =
        result.examples().stream().filter(example -> example.reason() == reason).toList();
    examples.stream()
        .limit(EXAMPLES_SHOWN)
        .forEach(
            example -> {
              LogEntry entry = example.entry();
              out.println(
                  cut(
                      "  %s  %s  %s"
                          .formatted(
                              entry.time() == null ? "no time" : entry.time(),
                              shown(entry.address()),
                              shown(entry.request()))));
              out.println(cut("    " + example.place()));
            });
    more(out, count - Math.min(count, EXAMPLES_SHOWN));
  }

  private static void shared(PrintStream out, TokenUse.Shared shared) {
    out.println(cut("  jti " + JsonText.printable(shared.jti()) + ", " + shared.uses() + " uses"));
    out.println(cut("    from " + JsonText.printable(String.join(", ", shared.addresses()))));
    if (shared.agents().size() > 1) {
      out.println(cut("    by " + JsonText.printable(String.join(" | ", shared.agents()))));
    }
  }

  private static void more(PrintStream out, long count) {
    if (count > 0) {
      out.println("  and %,d more".formatted(count));
    }
  }

  private static String cut(String line) {
    return line.length() <= 80 ? line : line.substring(0, 79) + "…";
  }

  private static String shown(@Nullable String text) {
    return text == null ? "-" : JsonText.printable(text);
  }

  /** One line of JSON; its members are stable. */
  static String json(AuditResult result) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("lines", result.lines());
    members.put("unreadable", result.unreadable());
    members.put("anonymous", result.anonymous());
    members.put("refused", result.refused());
    members.put("good", result.good());
    members.put("undetermined", result.undetermined());
    Map<String, Object> bad = new LinkedHashMap<>();
    result.bad().forEach((reason, count) -> bad.put(reason.word(), count));
    members.put("bad", bad);
    members.put("examples", result.examples().stream().map(ReplayReports::members).toList());
    members.put("shared", result.shared().stream().map(ReplayReports::members).toList());
    members.put("shared_is_partial", result.sharedIsPartial());
    members.put("not_looked_at", result.unknowns());
    return JsonText.line(members);
  }

  private static Map<String, Object> members(AuditResult.Example example) {
    LogEntry entry = example.entry();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("reason", example.reason().word());
    members.put("place", example.place());
    put(members, "time", entry.time());
    put(members, "client_addr", entry.address());
    put(members, "user_agent", entry.agent());
    put(members, "request", entry.request());
    if (entry.status().isPresent()) {
      members.put("status", entry.status().getAsInt());
    }
    put(members, "kid", entry.kid());
    put(members, "jti", entry.jti());
    put(members, "sid", entry.sid());
    return members;
  }

  private static void put(Map<String, Object> members, String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value.toString());
    }
  }

  private static Map<String, Object> members(TokenUse.Shared shared) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("jti", shared.jti());
    members.put("uses", shared.uses());
    members.put("addresses", shared.addresses());
    members.put("agents", shared.agents());
    return members;
  }

  /** A page that needs nothing else. */
  static String html(AuditResult result) {
    StringBuilder page = new StringBuilder(32_768);
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\">")
        .append("<title>Audit of access logs</title><style>")
        .append(STYLE)
        .append("</style></head>\n<body><h1>Audit of access logs</h1>\n<p>")
        .append("%,d lines; ".formatted(result.lines()))
        .append(
            result.badCount() == 0
                ? "<span class=\"fine\">none should have been refused</span>"
                : "<span class=\"bad\">%,d should have been refused</span>"
                    .formatted(result.badCount()))
        .append("; %,d good, %,d refused, ".formatted(result.good(), result.refused()))
        .append("%,d undetermined, ".formatted(result.undetermined()))
        .append("%,d without a token, ".formatted(result.anonymous()))
        .append("%,d unreadable.</p>\n".formatted(result.unreadable()));
    timeline(page, result.timeline());
    examples(page, result);
    sharedTokens(page, result);
    result
        .unknowns()
        .forEach(unknown -> page.append("<p>Not looked at: ").append(escaped(unknown)));
    return page.append("\n</body></html>\n").toString();
  }

  private static void timeline(StringBuilder page, List<Timeline.Stretch> stretches) {
    if (stretches.isEmpty()) {
      return;
    }
    int most = stretches.stream().mapToInt(Timeline.Stretch::requests).max().orElse(1);
    long first = stretches.get(0).from().getEpochSecond();
    Timeline.Stretch last = stretches.get(stretches.size() - 1);
    long span = last.from().getEpochSecond() - first + last.seconds();
    page.append("<h2>Over time</h2>\n<svg viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\"")
        .append(" role=\"img\" aria-label=\"requests over time, bad ones in red\">");
    for (Timeline.Stretch stretch : stretches) {
      double x = 1000.0 * (stretch.from().getEpochSecond() - first) / span;
      double width = Math.max(0.8, 1000.0 * stretch.seconds() / span - 0.3);
      bar(page, "all", x, width, (double) BAR * stretch.requests() / most);
      if (stretch.bad() > 0) {
        bar(page, "found", x, width, Math.max(3, (double) BAR * stretch.bad() / most));
      }
    }
    page.append("</svg>\n<p>From ")
        .append(stretches.get(0).from())
        .append(" to ")
        .append(last.from().plusSeconds(last.seconds()))
        .append(", at most %,d requests in %,d s.</p>\n".formatted(most, last.seconds()));
  }

  private static void bar(StringBuilder page, String kind, double x, double width, double height) {
    page.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>",
            kind,
            x,
            BAR - height,
            width,
            height));
  }

  private static void examples(StringBuilder page, AuditResult result) {
    result
        .bad()
        .forEach(
            (reason, count) -> {
              page.append("<h2 class=\"bad\">")
                  .append("%s: %,d</h2>\n".formatted(reason.word(), count))
                  .append("<table><tr><th>time<th>client<th>request<th>status<th>names<th>where\n");
              result.examples().stream()
                  .filter(example -> example.reason() == reason)
                  .forEach(example -> row(page, example));
              page.append("</table>\n");
            });
  }

  private static void row(StringBuilder page, AuditResult.Example example) {
    LogEntry entry = example.entry();
    String names =
        (entry.kid() == null ? "" : "kid " + entry.kid() + " ")
            + (entry.jti() == null ? "" : "jti " + entry.jti() + " ")
            + (entry.sid() == null ? "" : "sid " + entry.sid());
    page.append("<tr><td>")
        .append(entry.time() == null ? "" : entry.time())
        .append("<td>")
        .append(escaped(entry.address() == null ? "" : entry.address()))
        .append("<td>")
        .append(escaped(entry.request() == null ? "" : entry.request()))
        .append("<td>")
        .append(entry.status().isPresent() ? entry.status().getAsInt() : "")
        .append("<td>")
        .append(escaped(names))
        .append("<td>")
        .append(escaped(example.place()))
        .append('\n');
  }

  private static void sharedTokens(StringBuilder page, AuditResult result) {
    if (result.shared().isEmpty()) {
      return;
    }
    page.append("<h2>Tokens from several places</h2>\n")
        .append("<table><tr><th>jti<th>uses<th>addresses<th>agents\n");
    for (TokenUse.Shared shared : result.shared()) {
      page.append("<tr><td>")
          .append(escaped(shared.jti()))
          .append("<td>")
          .append(shared.uses())
          .append("<td>")
          .append(escaped(String.join(", ", shared.addresses())))
          .append("<td>")
          .append(escaped(String.join(" | ", shared.agents())))
          .append('\n');
    }
    page.append("</table>\n");
  }
}
