package signet.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Lines of at most 80 columns. */
public final class Wrap {
  private static final int COLUMNS = 80;

  private Wrap() {}

  /**
   * The text after a label, broken between words and indented to the label's width. A word that is
   * longer than a line stands whole.
   */
  public static List<String> after(String label, String text) {
    List<String> lines = new ArrayList<>();
    String indent = " ".repeat(label.length());
    StringBuilder line = new StringBuilder(label);
    boolean empty = true;
    for (String word : text.split(" ", -1)) {
      if (!empty && line.length() + 1 + word.length() > COLUMNS) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(indent);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
    return lines;
  }
}
