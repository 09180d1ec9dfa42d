package signet.cli.token;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import signet.cli.explain.Check;
import signet.cli.explain.Check.Outcome;
import signet.cli.explain.Diagnosis;
import signet.cli.json.JsonText;
import signet.cli.terminal.Style;
import signet.cli.terminal.Terminal;
import signet.cli.terminal.Wrap;

/** Prints what {@code token explain} found. */
final class ExplainOutput {
  private static final int NAME_COLUMNS = 10;

  private final Terminal terminal;
  private final List<String> notChecked;

  ExplainOutput(Terminal terminal, List<String> notChecked) {
    this.terminal = terminal;
    this.notChecked = notChecked;
  }

  /** For a person: verdict and cause in the first three lines, then what to do, then the checks. */
  void text(Diagnosis diagnosis) {
    boolean accepted = diagnosis.verdict().isAccepted();
    String headline =
        accepted
            ? "valid"
            : "refused: " + diagnosis.verdict().word() + " (" + diagnosis.verdict().status() + ")";
    terminal.out().println(terminal.styled(accepted ? Style.GOOD : Style.BAD, headline));
    print("cause: ", diagnosis.cause().text());
    diagnosis.cause().next().forEach(step -> print("next:  ", step));
    if (!accepted) {
      print("guide: ", diagnosis.guide());
    }
    terminal.out().println();
    diagnosis.checks().forEach(this::check);
    if (!diagnosis.warnings().isEmpty() || !notChecked.isEmpty()) {
      terminal.out().println();
    }
    diagnosis.warnings().forEach(warning -> print("warning: ", warning));
    if (!notChecked.isEmpty()) {
      print("not checked: ", String.join(", ", notChecked));
    }
  }

  private void check(Check check) {
    String label = String.format("  %s %-" + NAME_COLUMNS + "s ", sign(check), check.name());
    boolean first = true;
    for (String part : check.detail().strip().split("\n", -1)) {
      boolean marked = !part.startsWith(" ");
      String before = first ? label : " ".repeat(label.length());
      if (marked) {
        Wrap.after(before, JsonText.printable(part)).forEach(this::line);
      } else {
        line(before + part);
      }
      first = false;
    }
  }

  private void line(String line) {
    Style style =
        line.startsWith("  ✖")
            ? Style.BAD
            : line.startsWith("  ·") || line.startsWith("  –") ? Style.QUIET : null;
    terminal.out().println(style == null ? line : terminal.styled(style, line));
  }

  private static String sign(Check check) {
    return switch (check.outcome()) {
      case PASSED -> "✔";
      case FAILED -> "✖";
      case NOT_ASKED -> "–";
      case NOT_REACHED -> "·";
    };
  }

  private void print(String label, String text) {
    Wrap.after(label, JsonText.printable(text)).forEach(terminal.out()::println);
  }

  /** For scripts: one line of JSON, whose member names are stable. */
  void json(Diagnosis diagnosis) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("valid", diagnosis.verdict().isAccepted());
    object.put("status", diagnosis.verdict().status());
    diagnosis.verdict().reason().ifPresent(reason -> object.put("reason", reason.word()));
    diagnosis.verdict().error().ifPresent(error -> object.put("error", error));
    object.put("cause", diagnosis.cause().text());
    object.put("next", diagnosis.cause().next());
    object.put("guide", diagnosis.guide());
    object.put("checks", diagnosis.checks().stream().map(ExplainOutput::members).toList());
    object.put("warnings", diagnosis.warnings());
    object.put("not_checked", notChecked);
    terminal.out().println(JsonText.line(object));
  }

  private static Map<String, Object> members(Check check) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("check", check.name());
    members.put("outcome", check.outcome().word());
    return members;
  }

  /** Whether nothing could be decided for want of keys. */
  static boolean isUndecided(Diagnosis diagnosis) {
    return diagnosis.checks().stream()
            .anyMatch(check -> check.name().equals("key") && check.outcome() == Outcome.FAILED)
        && diagnosis.verdict().status() == 503;
  }
}
