package signet.site;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The HTML around a page: where it stands among the others, and what it says in which place. */
final class Template {
  private static final Pattern ADDRESS = Pattern.compile("(href|src)=\"([^\"]*)\"");
  private static final Pattern HEADING = Pattern.compile("<(h[2-4]) id=\"([^\"]+)\">(.*?)</\\1>");
  private static final int FEW = 3;

  private final Contents contents;

  Template(Contents contents) {
    this.contents = contents;
  }

  String whole(Page page) {
    String up = "../".repeat(page.path().getNameCount() - 1);
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%1$s</title>
        <link rel="stylesheet" href="%2$sstyle.css">
        </head>
        <body>
        <a class="skip" href="#text">Skip to the text</a>
        <header><a href="%2$sindex.html">Signet</a> <a class="pages" href="#pages">All pages</a></header>
        <div class="columns">
        <nav id="pages" aria-label="All pages">
        %3$s</nav>
        <main id="text">
        %4$s</main>
        </div>
        </body>
        </html>
        """
        .formatted(escaped(page.title()), up, pages(page, up), body(page));
  }

  private String pages(Page current, String up) {
    StringBuilder html = new StringBuilder();
    contents
        .sections()
        .forEach(
            (section, entries) -> {
              html.append("<h2>").append(escaped(section)).append("</h2>\n<ul>\n");
              entries.forEach(entry -> html.append(item(entry, up, current)));
              html.append("</ul>\n");
            });
    return html.toString();
  }

  private static String item(Contents.Entry entry, String up, Page current) {
    boolean here = entry.path().equals(current.path());
    return "<li><a href=\"%s\"%s>%s</a></li>\n"
        .formatted(
            up + Site.address(entry.path()),
            here ? " aria-current=\"page\"" : "",
            escaped(entry.label()));
  }

  private static String onThisPage(Page page) {
    List<Page.Section> sections =
        page.headings().stream().filter(heading -> heading.level() == 2).toList();
    if (sections.size() < FEW) {
      return "";
    }
    StringBuilder html =
        new StringBuilder("<details class=\"toc\"><summary>On this page</summary>\n<ul>\n");
    sections.forEach(
        section ->
            html.append(
                "<li><a href=\"#%s\">%s</a></li>\n"
                    .formatted(section.id(), escaped(section.text()))));
    return html.append("</ul>\n</details>\n").toString();
  }

  /** The text, its links led to pages of the site, its headings linked to, its tables in frames. */
  private String body(Page page) {
    String html =
        ADDRESS
            .matcher(page.html())
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        "%s=\"%s\"".formatted(found.group(1), address(found.group(2)))));
    return HEADING
        .matcher(html)
        .replaceAll(
            "<$1 id=\"$2\">$3 <a class=\"anchor\" href=\"#$2\" aria-label=\"Link to this section\">#</a></$1>")
        .replace("<table>", "<div class=\"table\"><table>")
        .replace("</table>", "</table></div>")
        .replaceFirst("</h1>", "</h1>\n" + Matcher.quoteReplacement(onThisPage(page)));
  }

  private static String address(String written) {
    if (Links.isElsewhere(written) || written.startsWith("#")) {
      return written;
    }
    String[] parts = written.split("#", 2);
    String anchor = parts.length == 2 ? "#" + parts[1] : "";
    return Site.address(Path.of(parts[0])) + anchor;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
