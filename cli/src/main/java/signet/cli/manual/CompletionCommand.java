package signet.cli.manual;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.Terminal;

/** {@code signet completion}: what makes a shell complete commands and options. */
@Command(
    name = "completion",
    sortOptions = false,
    description = "Prints a script that completes commands and options in a shell.",
    footer = {
      "",
      "Examples:",
      "  signet completion bash >~/.local/share/bash-completion/completions/signet",
      "  signet completion zsh >~/.signet.zsh && echo 'source ~/.signet.zsh' >>~/.zshrc",
      "  signet completion fish >~/.config/fish/completions/signet.fish"
    })
public final class CompletionCommand implements Callable<Integer> {
  /** The shells that there are scripts for. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  private final Terminal terminal;
  private final Supplier<CommandLine> commands;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private Shell shell;

  /** The command on these streams, for a command line with all its subcommands. */
  public CompletionCommand(Terminal terminal, Supplier<CommandLine> commands) {
    this.terminal = terminal;
    this.commands = commands;
  }

  @Override
  public Integer call() {
    CommandLine all = commands.get();
    terminal
        .out()
        .print(
            switch (shell) {
              // The script loads zsh's own support of bash's completion where zsh reads it.
              case bash, zsh -> AutoComplete.bash("signet", all);
              case fish -> new FishCompletion(all).script();
            });
    return ExitCode.OK;
  }
}
