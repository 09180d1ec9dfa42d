package signet.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of one command in roff, of what its help says. */
final class ManPage {
  private static final String EXAMPLES = "Examples:";
  private static final String EXIT = "Exit status:";

  private final CommandSpec spec;
  private final List<String> lines = new ArrayList<>();

  ManPage(CommandSpec spec) {
    this.spec = spec;
  }

  /** Such as {@code signet-token-explain}. */
  String name() {
    return spec.qualifiedName("-");
  }

  String roff() {
    lines.add(".TH " + name().toUpperCase(Locale.ROOT) + " 1 \"\" Signet \"Signet manual\"");
    section("NAME");
    String description = String.join(" ", plain(spec.usageMessage().description()));
    lines.add(text(name() + " - " + description));
    section("SYNOPSIS");
    synopsis();
    section("DESCRIPTION");
    lines.add(text(description));
    footer();
    parameters();
    options();
    commands();
    return String.join("\n", lines) + "\n";
  }

  private void section(String title) {
    lines.add(".SH " + title);
  }

  private void synopsis() {
    String help =
        new CommandLine.Help(spec, CommandLine.Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
    lines.add(".nf");
    help.strip().lines().map(ManPage::text).forEach(lines::add);
    lines.add(".fi");
  }

  /** The help's footer: prose, then the exit status and the examples under titles of their own. */
  private void footer() {
    boolean literal = false;
    for (String line : plain(spec.usageMessage().footer())) {
      if (line.startsWith(EXIT)) {
        literal = close(literal);
        section("EXIT STATUS");
        lines.add(text(line.substring(EXIT.length()).strip()));
      } else if (line.startsWith(EXAMPLES)) {
        literal = close(literal);
        section("EXAMPLES");
      } else if (line.startsWith("  ")) {
        if (!literal) {
          lines.add(".nf");
        }
        literal = true;
        lines.add(text(line));
      } else {
        literal = close(literal);
        lines.add(line.isEmpty() ? ".PP" : text(line));
      }
    }
    close(literal);
  }

  private boolean close(boolean literal) {
    if (literal) {
      lines.add(".fi");
    }
    return false;
  }

  private void parameters() {
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      if (!parameter.hidden()) {
        if (parameter.index().min() == 0) {
          section("ARGUMENTS");
        }
        entry(parameter.paramLabel(), parameter.description());
      }
    }
  }

  private void options() {
    section("OPTIONS");
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
        entry(String.join(", ", option.names()) + label, option.description());
      }
    }
  }

  private void commands() {
    if (spec.subcommands().isEmpty()) {
      return;
    }
    section("COMMANDS");
    for (Map.Entry<String, CommandLine> sub : spec.subcommands().entrySet()) {
      CommandSpec inner = sub.getValue().getCommandSpec();
      entry(sub.getKey(), inner.usageMessage().description());
    }
  }

  private void entry(String term, String[] description) {
    lines.add(".TP");
    lines.add(".B " + text(term));
    lines.add(text(String.join(" ", plain(description))));
  }

  /** As the help prints it: {@code %n} and {@code %%} are the formatter's. */
  private static List<String> plain(String[] texts) {
    List<String> plain = new ArrayList<>();
    for (String text : texts) {
      plain.addAll(List.of(text.replace("%%", "%").split("%n|\n", -1)));
    }
    return plain;
  }

  /** Text that roff takes as it stands: no request at a line's start, real hyphens. */
  private static String text(String line) {
    String safe = line.replace("\\", "\\e").replace("-", "\\-");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
