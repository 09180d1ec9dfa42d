package signet.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * A command with subcommands, of which only those are made that the arguments can need: the one
 * that the next argument names, or else all of them, for help and suggestions. Reading a command's
 * annotations is most of what a start costs.
 */
final class CommandGroup {
  /** Options that end the run before any subcommand is looked at. */
  private static final Set<String> ALONE = Set.of("--version", "-V");

  private final Object command;
  private final Map<String, Function<List<String>, CommandLine>> subcommands =
      new LinkedHashMap<>();

  CommandGroup(Object command) {
    this.command = command;
  }

  /** Adds a subcommand. */
  CommandGroup with(String name, Supplier<Object> subcommand) {
    subcommands.put(name, rest -> new CommandLine(subcommand.get()));
    return this;
  }

  /** Adds a subcommand that is a group itself. */
  CommandGroup withGroup(String name, Supplier<CommandGroup> group) {
    subcommands.put(name, rest -> group.get().commandLine(rest));
    return this;
  }

  /** The command, with the subcommands that these arguments can need. */
  CommandLine commandLine(List<String> args) {
    CommandLine commandLine = new CommandLine(command);
    String first = args.isEmpty() ? "" : args.get(0);
    boolean all = !subcommands.containsKey(first) && !ALONE.contains(first);
    subcommands.forEach(
        (name, subcommand) -> {
          if (name.equals(first)) {
            commandLine.addSubcommand(name, subcommand.apply(args.subList(1, args.size())));
          } else if (all) {
            commandLine.addSubcommand(name, subcommand.apply(List.of()));
          }
        });
    return commandLine;
  }
}
