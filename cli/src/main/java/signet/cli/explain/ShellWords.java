package signet.cli.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A command as a shell would split it, as far as pasted curl commands need. */
final class ShellWords {
  private static final int MAX_WORDS = 500;

  /** The options of curl that take a value. */
  static final Set<String> TAKE_VALUE =
      Set.of(
          """
          -H --header --oauth2-bearer -u --user -X --request --url -d --data
          --data-raw --data-binary --data-urlencode --json -F --form -o --output -A --user-agent
          -b --cookie -c --cookie-jar -e --referer -T --upload-file -x --proxy
          -m --max-time --connect-timeout -w --write-out --cacert --cert --key --resolve --retry
          """
              .strip()
              .split("\\s+"));

  private ShellWords() {}

  static List<String> split(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean open = false;
    char quote = 0;
    for (int i = 0; i < command.length() && words.size() < MAX_WORDS; i++) {
      char c = command.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < command.length()) {
        char next = command.charAt(++i);
        // A backslash before a line's end goes on with the command.
        if (next != '\n') {
          word.append(next);
          open = true;
        }
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        open = true;
      } else if (Character.isWhitespace(c)) {
        if (open) {
          words.add(word.toString());
          word.setLength(0);
          open = false;
        }
      } else {
        word.append(c);
        open = true;
      }
    }
    if (open) {
      words.add(word.toString());
    }
    return words;
  }
}
