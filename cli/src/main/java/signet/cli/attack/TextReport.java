package signet.cli.attack;

import java.io.PrintStream;
import java.util.List;
import signet.cli.json.JsonText;
import signet.cli.terminal.Style;
import signet.cli.terminal.Terminal;

/** The result for a person, 80 columns wide. */
final class TextReport {
  private static final int MOST_VARIANTS = 5;
  private static final int WIDTH = 80;

  private final Terminal terminal;
  private final PrintStream out;

  TextReport(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
  }

  void print(AttackResult result) {
    result.findings().forEach(this::line);
    result.open().forEach(this::detail);
    int holes = result.open().size();
    out.println();
    out.println(
        holes == 0
            ? terminal.styled(Style.GOOD, "No hole found with " + result.requests() + " requests.")
            : terminal.styled(Style.BAD, holes + (holes == 1 ? " hole." : " holes.")));
  }

  private void line(Finding finding) {
    String mark;
    String outcome;
    if (finding.isOpen()) {
      mark = terminal.styled(Style.BAD, "✖");
      outcome = finding.open().size() + " of " + Math.max(finding.tried(), finding.open().size());
      outcome = terminal.styled(Style.BAD, "open, " + outcome);
    } else if (finding.tried() == 0) {
      mark = terminal.styled(Style.QUIET, "–");
      outcome = terminal.styled(Style.QUIET, finding.needs());
    } else if (!finding.unclear().isEmpty()) {
      mark = terminal.styled(Style.WARNING, "?");
      outcome = "unclear: " + last(finding.unclear().get(0));
    } else {
      mark = terminal.styled(Style.GOOD, "✔");
      outcome = "refused, all " + finding.tried();
    }
    out.println(
        "%s %-14s  %-40s  %s"
            .formatted(mark, finding.hole().word(), finding.hole().title(), outcome));
  }

  private static String last(String variant) {
    return variant.substring(variant.lastIndexOf(' ') + 1);
  }

  private void detail(Finding finding) {
    Hole hole = finding.hole();
    out.println();
    out.println(terminal.styled(Style.HEADING, hole.word() + ": it " + hole.title()));
    List<String> shown = finding.open().stream().limit(MOST_VARIANTS).toList();
    shown.forEach(variant -> wrapped("  with  ", JsonText.printable(variant)));
    if (finding.open().size() > shown.size()) {
      out.println("        and " + (finding.open().size() - shown.size()) + " more");
    }
    out.println("  see   " + hole.reference());
    out.println("  to close it:");
    hole.remedy()
        .byLibrary()
        .forEach((library, words) -> wrapped("    %-14s".formatted(library), words));
  }

  /** Text in the lines that fit, the later ones below the first. */
  private void wrapped(String start, String text) {
    StringBuilder line = new StringBuilder(start);
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() > WIDTH && line.length() > start.length()) {
        out.println(line.toString().stripTrailing());
        line = new StringBuilder(" ".repeat(start.length()));
      }
      line.append(word).append(' ');
    }
    out.println(line.toString().stripTrailing());
  }
}
