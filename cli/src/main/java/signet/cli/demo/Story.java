package signet.cli.demo;

import java.io.PrintStream;
import signet.cli.terminal.Style;
import signet.cli.terminal.Terminal;

/**
 * Tells the demo step by step, at 80 columns, and remembers whether every answer was the right one.
 */
final class Story {
  private static final int WIDTH = 80;
  private static final String INDENT = "   ";

  private final Terminal terminal;
  private final PrintStream out;
  private int steps;
  private int wrong;

  Story(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
  }

  void title(String text) {
    out.println(terminal.styled(Style.HEADING, text));
    out.flush();
  }

  /** A line of plain text. */
  void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Opens the next step. */
  void step(String what) {
    steps++;
    out.println();
    out.println(terminal.styled(Style.HEADING, steps + ". " + what));
    out.flush();
  }

  void sent(String text) {
    detail("> ", text);
  }

  void received(String text) {
    detail("< ", text);
  }

  /** Says whether the step went as it must. */
  void verdict(boolean right, String meaning) {
    if (!right) {
      wrong++;
    }
    String mark = right ? terminal.styled(Style.GOOD, "ok") : terminal.styled(Style.BAD, "WRONG");
    out.println(INDENT + mark + ": " + meaning);
    out.flush();
  }

  int steps() {
    return steps;
  }

  /** How many answers were not the right one. */
  int wrong() {
    return wrong;
  }

  /** Prints words over as many lines as they need; a word longer than a line keeps its line. */
  private void detail(String mark, String text) {
    String indent = INDENT + mark;
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.split(" ", -1)) {
      if (line.length() > indent.length() && line.length() + 1 + word.length() > WIDTH) {
        out.println(line);
        indent = INDENT + "  ";
        line = new StringBuilder(indent).append("  ");
      } else if (line.length() > indent.length()) {
        line.append(' ');
      }
      line.append(word);
    }
    out.println(line);
    out.flush();
  }

  /** A token cut to the start of each of its parts, so that a line can show it. */
  static String shortened(String token) {
    StringBuilder cut = new StringBuilder();
    for (String part : token.split("\\.", -1)) {
      cut.append(cut.isEmpty() ? "" : ".");
      cut.append(part.length() <= 9 ? part : part.substring(0, 8) + "…");
    }
    return cut.toString();
  }
}
