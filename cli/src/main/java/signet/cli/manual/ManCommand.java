package signet.cli.manual;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;

/** {@code signet man}: the manual pages of all commands. */
@Command(
    name = "man",
    sortOptions = false,
    description = "Prints the manual page of a command, or writes those of all.",
    footer = {
      "",
      "Examples:",
      "  signet man token explain | man -l -",
      "  signet man --all ~/.local/share/man/man1"
    })
public final class ManCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Supplier<CommandLine> commands;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Such as: token explain.")
  private List<String> words = List.of();

  @Option(
      names = "--all",
      paramLabel = "FOLDER",
      description = "Write a page for each command into that folder, which must be there.")
  private Optional<Path> folder;

  /** The command on these streams, for a command line with all its subcommands. */
  public ManCommand(Terminal terminal, Supplier<CommandLine> commands) {
    this.terminal = terminal;
    this.commands = commands;
  }

  @Override
  public Integer call() throws IOException, OperatorException {
    CommandLine command = commands.get();
    if (folder.isPresent()) {
      if (!words.isEmpty()) {
        throw OperatorException.usage("--all goes without a command");
      }
      writeAll(command, folder.get());
      return ExitCode.OK;
    }
    for (String word : words) {
      CommandLine sub = command.getSubcommands().get(word);
      if (sub == null) {
        throw OperatorException.usage("there is no command '" + String.join(" ", words) + "'");
      }
      command = sub;
    }
    terminal.out().print(new ManPage(command.getCommandSpec()).roff());
    return ExitCode.OK;
  }

  private void writeAll(CommandLine root, Path place) throws IOException, OperatorException {
    if (!Files.isDirectory(place)) {
      throw OperatorException.usage("there is no folder " + place);
    }
    List<CommandLine> all = new ArrayList<>();
    collect(root, all);
    for (CommandLine command : all) {
      ManPage page = new ManPage(command.getCommandSpec());
      Files.writeString(place.resolve(page.name() + ".1"), page.roff(), UTF_8);
    }
    terminal.err().println("wrote " + all.size() + " pages to " + place);
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(sub -> collect(sub, all));
  }
}
