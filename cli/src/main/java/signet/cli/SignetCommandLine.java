package signet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import signet.cli.attack.AttackCommand;
import signet.cli.demo.DemoCommand;
import signet.cli.doctor.DoctorCommand;
import signet.cli.explain.Diagnosis;
import signet.cli.gateway.GatewayCommand;
import signet.cli.json.JsonText;
import signet.cli.key.GenerateCommand;
import signet.cli.key.KeyCommand;
import signet.cli.key.ShowCommand;
import signet.cli.manual.CompletionCommand;
import signet.cli.manual.ManCommand;
import signet.cli.replay.ReplayAuditCommand;
import signet.cli.server.AuditCommand;
import signet.cli.server.BackupCommand;
import signet.cli.server.ClientAddCommand;
import signet.cli.server.ClientCommand;
import signet.cli.server.ClientListCommand;
import signet.cli.server.ClientRemoveCommand;
import signet.cli.server.ClientSecretCommand;
import signet.cli.server.ExportHistoryCommand;
import signet.cli.server.ExportSecretCommand;
import signet.cli.server.ImportKeyCommand;
import signet.cli.server.KeyCompromiseCommand;
import signet.cli.server.KeyExportCommand;
import signet.cli.server.KeyListCommand;
import signet.cli.server.KeyRetireCommand;
import signet.cli.server.KeyRotateCommand;
import signet.cli.server.MasterKeyCommand;
import signet.cli.server.RestoreCommand;
import signet.cli.server.RewrapCommand;
import signet.cli.server.ServeCommand;
import signet.cli.server.SessionCommand;
import signet.cli.server.SessionFenceCommand;
import signet.cli.server.SessionListCommand;
import signet.cli.server.SessionRevokeCommand;
import signet.cli.server.TokenRevokeCommand;
import signet.cli.server.UserAddCommand;
import signet.cli.server.UserAttributeCommand;
import signet.cli.server.UserCommand;
import signet.cli.server.UserDisableCommand;
import signet.cli.server.UserEnableCommand;
import signet.cli.server.UserImportCommand;
import signet.cli.server.UserListCommand;
import signet.cli.server.UserPasswordCommand;
import signet.cli.server.UserRolesCommand;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.cli.token.DecodeCommand;
import signet.cli.token.ExplainCommand;
import signet.cli.token.SignCommand;
import signet.cli.token.TokenCommand;
import signet.cli.token.VerifyCommand;
import signet.jose.reject.RejectReason;
import signet.server.outage.OutageException;

/**
 * Every command of {@code signet}, wired by hand, and what happens to their errors: one line on
 * standard error that says what to do, and an {@link ExitCode}. {@code SIGNET_DEBUG=1} adds the
 * stack trace. For one run by one thread.
 */
final class SignetCommandLine {
  private final Terminal terminal;
  private final InstantSource clock;

  SignetCommandLine(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  /** Runs one command and returns its exit status. */
  int run(String... args) {
    try {
      CommandLine root = configured(commands().commandLine(List.of(args)));
      return root.execute(IdArguments.behindOptions(root, args));
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  private CommandGroup commands() {
    return new CommandGroup(new SignetCommand())
        .with("serve", () -> new ServeCommand(terminal))
        .with("gateway", () -> new GatewayCommand(terminal))
        .withGroup(
            "user",
            () ->
                new CommandGroup(new UserCommand())
                    .with("add", () -> new UserAddCommand(terminal))
                    .with("list", () -> new UserListCommand(terminal))
                    .with("disable", () -> new UserDisableCommand(terminal))
                    .with("enable", () -> new UserEnableCommand(terminal))
                    .with("roles", () -> UserRolesCommand.on(terminal))
                    .with("attribute", () -> new UserAttributeCommand(terminal))
                    .with("import", () -> new UserImportCommand(terminal))
                    .with("reset-password", () -> new UserPasswordCommand(terminal)))
        .withGroup(
            "session",
            () ->
                new CommandGroup(new SessionCommand())
                    .with("list", () -> new SessionListCommand(terminal))
                    .with("revoke", () -> new SessionRevokeCommand(terminal))
                    .with("fence", () -> new SessionFenceCommand(terminal)))
        .with("backup", () -> new BackupCommand(terminal))
        .with("restore", () -> new RestoreCommand(terminal, clock))
        .withGroup(
            "audit",
            () ->
                new CommandGroup(new AuditCommand(terminal, clock))
                    .with("export-history", () -> new ExportHistoryCommand(terminal)))
        .withGroup(
            "client",
            () ->
                new CommandGroup(new ClientCommand())
                    .with("add", () -> new ClientAddCommand(terminal))
                    .with("list", () -> new ClientListCommand(terminal))
                    .with("remove", () -> new ClientRemoveCommand(terminal))
                    .with("rotate-secret", () -> new ClientSecretCommand(terminal)))
        .withGroup(
            "token",
            () ->
                new CommandGroup(new TokenCommand())
                    .with("decode", () -> new DecodeCommand(terminal))
                    .with("verify", () -> new VerifyCommand(terminal, clock))
                    .with("explain", () -> new ExplainCommand(terminal, clock))
                    .with("sign", () -> new SignCommand(terminal, clock))
                    .with("revoke", () -> new TokenRevokeCommand(terminal)))
        .withGroup(
            "key",
            () ->
                new CommandGroup(new KeyCommand())
                    .with("list", () -> new KeyListCommand(terminal))
                    .with("rotate", () -> new KeyRotateCommand(terminal))
                    .with("retire", () -> new KeyRetireCommand(terminal))
                    .with("compromise", () -> new KeyCompromiseCommand(terminal))
                    .with("export-public", () -> new KeyExportCommand(terminal))
                    .with("generate", () -> new GenerateCommand(terminal))
                    .with("master", () -> new MasterKeyCommand(terminal))
                    .with("import", () -> new ImportKeyCommand(terminal))
                    .with("rewrap", () -> new RewrapCommand(terminal))
                    .with("export-secret", () -> new ExportSecretCommand(terminal))
                    .with("show", () -> new ShowCommand(terminal)))
        .with("attack", () -> new AttackCommand(terminal, clock))
        .with("replay-audit", () -> new ReplayAuditCommand(terminal))
        .with("doctor", () -> new DoctorCommand(terminal, clock))
        .with("demo", () -> new DemoCommand(terminal))
        .with("completion", () -> new CompletionCommand(terminal, this::everyCommand))
        .with("man", () -> new ManCommand(terminal, this::everyCommand));
  }

  /** The whole tree, whatever the arguments are. */
  CommandLine everyCommand() {
    return commands().commandLine(List.of());
  }

  private CommandLine configured(CommandLine root) {
    root.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    root.setUsageHelpWidth(80);
    root.setUsageHelpAutoWidth(false);
    root.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.hasColours() ? Ansi.ON : Ansi.OFF));
    root.setParameterExceptionHandler(this::wrongUsage);
    root.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
    return root;
  }

  private int wrongUsage(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    String message = firstLine(wrong);
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      message += didYouMean(unmatched);
    }
    say(message + "; see '" + command.getCommandSpec().qualifiedName() + " --help'");
    return ExitCode.USAGE;
  }

  private static String didYouMean(UnmatchedArgumentException unmatched) {
    var suggestions = unmatched.getSuggestions();
    return suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
  }

  private int failed(Exception failure) {
    if (terminal.environment("SIGNET_DEBUG").isPresent()) {
      failure.printStackTrace(terminal.err());
    }
    if (failure instanceof OperatorException wrong) {
      String.valueOf(wrong.getMessage()).lines().forEach(this::say);
      if (wrong.exitCode() == ExitCode.KEYS_UNAVAILABLE) {
        say("see " + Diagnosis.guide(RejectReason.KEYS_UNAVAILABLE));
      }
      return wrong.exitCode();
    }
    if (failure instanceof OutageException) {
      say("the database cannot be used: check that it runs and its disk has room, then try again");
      return ExitCode.FAILED;
    }
    if (failure instanceof IOException) {
      say("reading or writing failed: " + firstLine(failure));
      return ExitCode.FAILED;
    }
    say(
        "a defect in signet ("
            + failure.getClass().getSimpleName()
            + "); run it again with SIGNET_DEBUG=1 and report what it prints");
    return ExitCode.DEFECT;
  }

  private void say(String message) {
    terminal.out().flush();
    // Part of it may be what a server or a file said.
    terminal.err().println("signet: " + JsonText.printable(message));
  }

  private static String firstLine(Exception failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
