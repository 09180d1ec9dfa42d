package signet.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A completion script for fish: a line for each subcommand and option, told where it stands. */
final class FishCompletion {
  private final CommandLine root;
  private final List<String> lines = new ArrayList<>();

  FishCompletion(CommandLine root) {
    this.root = root;
  }

  String script() {
    lines.add("# fish completion for signet");
    lines.add("function __signet_is");
    lines.add("  set -l words (commandline -opc | string match -v -- '-*')");
    lines.add("  test \"$words[2..-1]\" = \"$argv\"");
    lines.add("end");
    // Arguments, and what options take, may stand between a command and its next option.
    lines.add("function __signet_begins");
    lines.add("  set -l words (commandline -opc | string match -v -- '-*')");
    lines.add("  test \"$words[2..\"(math 1 + (count $argv))\"]\" = \"$argv\"");
    lines.add("end");
    add(root, List.of());
    return String.join("\n", lines) + "\n";
  }

  private void add(CommandLine command, List<String> path) {
    CommandSpec spec = command.getCommandSpec();
    String here = path.isEmpty() ? "" : " " + String.join(" ", path);
    for (Map.Entry<String, CommandLine> sub : command.getSubcommands().entrySet()) {
      lines.add(
          "complete -c signet -f -n '__signet_is"
              + here
              + "' -a "
              + sub.getKey()
              + description(sub.getValue().getCommandSpec().usageMessage().description()));
      List<String> deeper = new ArrayList<>(path);
      deeper.add(sub.getKey());
      add(sub.getValue(), deeper);
    }
    String where = (command.getSubcommands().isEmpty() ? "__signet_begins" : "__signet_is") + here;
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        lines.add(
            "complete -c signet -n '"
                + where
                + "'"
                + names(option)
                + (option.arity().max() > 0 ? " -r" + words(option) : "")
                + description(option.description()));
      }
    }
    for (PositionalParamSpec argument : spec.positionalParameters()) {
      if (!words(argument).isEmpty()) {
        lines.add("complete -c signet -n '__signet_is" + here + "'" + words(argument));
      }
    }
  }

  /** Where only some words will do, those, and no files. */
  private static String words(ArgSpec argument) {
    Iterable<String> candidates = argument.completionCandidates();
    return candidates == null || !candidates.iterator().hasNext()
        ? ""
        : " -f -a '" + String.join(" ", candidates) + "'";
  }

  private static String names(OptionSpec option) {
    StringBuilder names = new StringBuilder();
    for (String name : option.names()) {
      names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    return names.toString();
  }

  private static String description(String[] text) {
    if (text.length == 0) {
      return "";
    }
    String plain = text[0].replace("%%", "%").replace("\\", "").replace("'", "\\'");
    return " -d '" + plain + "'";
  }
}
