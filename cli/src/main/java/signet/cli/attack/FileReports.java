package signet.cli.attack;

import static signet.cli.json.MarkupText.escaped;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import signet.cli.json.JsonText;

/** The result for machines and for colleagues. */
final class FileReports {
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1d232a}
      table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #d5dae0;padding:.4rem;text-align:left;
      vertical-align:top}.open{color:#b3261e}.refused{color:#1b6e3c}.untried,.unclear{color:#5d6670}
      code{font:14px ui-monospace,monospace;overflow-wrap:anywhere}dt{font-weight:600}dd{margin:0 0 .4rem 0}
      @media(prefers-color-scheme:dark){body{background:#14181d;color:#e3e7ec}td,th{border-color:#333b45}
      .open{color:#ff8a80}.refused{color:#7fd49b}.untried,.unclear{color:#9aa5b1}}
      """;

  private FileReports() {}

  /** One line of JSON; its members are stable. */
  static String json(AttackResult result) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("target", result.target());
    members.put("requests", result.requests());
    members.put("holes", result.open().size());
    members.put("findings", result.findings().stream().map(FileReports::members).toList());
    return JsonText.line(members);
  }

  private static Map<String, Object> members(Finding finding) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("hole", finding.hole().word());
    members.put("title", finding.hole().title());
    members.put("reference", finding.hole().reference());
    members.put("verdict", verdict(finding));
    members.put("tried", finding.tried());
    members.put("open", finding.open());
    members.put("unclear", finding.unclear());
    if (!finding.needs().isEmpty()) {
      members.put("needs", finding.needs());
    }
    if (finding.isOpen()) {
      members.put("remedy", finding.hole().remedy().byLibrary());
    }
    return members;
  }

  private static String verdict(Finding finding) {
    if (finding.isOpen()) {
      return "open";
    }
    if (finding.tried() == 0) {
      return "untried";
    }
    return finding.unclear().isEmpty() ? "refused" : "unclear";
  }

  /** A page that needs nothing else. */
  static String html(AttackResult result) {
    StringBuilder page = new StringBuilder(16_384);
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\">")
        .append("<title>Attacks on ")
        .append(escaped(result.target()))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head>\n<body><h1>Attacks on <code>")
        .append(escaped(result.target()))
        .append("</code></h1>\n<p>")
        .append(result.requests())
        .append(" requests, ")
        .append(result.open().size())
        .append(" open.</p>\n<table><thead><tr><th>Hole<th>An endpoint with it<th>Reference")
        .append("<th>Verdict</thead><tbody>\n");
    result.findings().forEach(finding -> row(page, finding));
    page.append("</tbody></table>\n");
    result.open().forEach(finding -> section(page, finding));
    return page.append("</body></html>\n").toString();
  }

  private static void row(StringBuilder page, Finding finding) {
    String verdict = verdict(finding);
    page.append("<tr><td><code>")
        .append(finding.hole().word())
        .append("</code><td>")
        .append(escaped(finding.hole().title()))
        .append("<td>")
        .append(escaped(finding.hole().reference()))
        .append("<td class=\"")
        .append(verdict)
        .append("\">")
        .append(verdict)
        .append(finding.tried() == 0 ? ": " + escaped(finding.needs()) : ", " + finding.tried())
        .append('\n');
  }

  private static void section(StringBuilder page, Finding finding) {
    page.append("<h2 class=\"open\">")
        .append(finding.hole().word())
        .append(": it ")
        .append(escaped(finding.hole().title()))
        .append("</h2>\n<ul>");
    finding.open().forEach(variant -> page.append("<li>").append(escaped(variant)));
    page.append("</ul>\n<dl>");
    finding
        .hole()
        .remedy()
        .byLibrary()
        .forEach(
            (library, words) ->
                page.append("<dt>")
                    .append(library)
                    .append("<dd><code>")
                    .append(escaped(words))
                    .append("</code>"));
    page.append("</dl>\n");
  }

  /** JUnit's XML: a test for each hole, failed where it is open, skipped where it was not tried. */
  static String junit(AttackResult result) {
    List<Finding> all = result.findings();
    StringBuilder xml = new StringBuilder(8_192);
    xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"signet attack ")
        .append(escaped(result.target()))
        .append("\" tests=\"")
        .append(all.size())
        .append("\" failures=\"")
        .append(result.open().size())
        .append("\" skipped=\"")
        .append(all.stream().filter(finding -> !finding.isOpen() && finding.tried() == 0).count())
        .append("\" errors=\"0\">\n");
    for (Finding finding : all) {
      xml.append("  <testcase classname=\"signet.attack\" name=\"")
          .append(finding.hole().word())
          .append('"');
      if (finding.isOpen()) {
        xml.append("><failure message=\"it ")
            .append(escaped(finding.hole().title()))
            .append("\">")
            .append(escaped(String.join(" / ", finding.open())))
            .append("</failure></testcase>\n");
      } else if (finding.tried() == 0) {
        xml.append("><skipped message=\"")
            .append(escaped(finding.needs()))
            .append("\"/></testcase>\n");
      } else {
        xml.append("/>\n");
      }
    }
    return xml.append("</testsuite>\n").toString();
  }
}
