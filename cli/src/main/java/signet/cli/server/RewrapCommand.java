package signet.cli.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.key.Rewrap;

/** {@code signet key rewrap}: seals the private keys anew under the current master key. */
@Command(
    name = "rewrap",
    sortOptions = false,
    description = "Seals the private keys anew under the current master key.",
    footer = {
      "",
      "To change the master key while servers run: add the file of the new one to",
      "master-key.others of every server and restart them one by one; then make it",
      "the current one and the old one another, and restart them one by one again;",
      "then run this. It says what still needs the old one. Run it again later, and",
      "remove the old one when nothing does.",
      "",
      "Exit status: 0 nothing needs another master key, 1 something does.",
      "",
      "Examples:",
      "  signet key rewrap --config /etc/signet/signet.yaml"
    })
public final class RewrapCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public RewrapCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    AtomicInteger status = new AtomicInteger(ExitCode.OK);
    data.administer(
        terminal,
        administration -> {
          Rewrap.Report report = administration.masterKeys().rewrap();
          print(report);
          status.set(report.needed().isEmpty() ? ExitCode.OK : ExitCode.FAILED);
        });
    return status.get();
  }

  private void print(Rewrap.Report report) {
    terminal
        .out()
        .println(
            "sealed %s anew under master key %s"
                .formatted(counted(report.rewrapped(), "key"), report.current()));
    report.needed().forEach(this::print);
    if (report.needed().isEmpty()) {
      terminal.out().println("nothing needs another master key: it may be removed");
    }
  }

  private void print(Rewrap.Needed needed) {
    terminal.out().println("master key " + needed.masterKeyId() + " is still needed:");
    if (needed.signingKeys() > 0) {
      terminal
          .out()
          .println(
              "  by %s; add its file to master-key.others, restart, and run this again"
                  .formatted(counted(needed.signingKeys(), "signing key")));
    }
    needed
        .until()
        .ifPresent(
            until ->
                terminal
                    .out()
                    .println(
                        "  by %s, each until its second refresh from now, or %s"
                            .formatted(counted(needed.sessions(), "session"), until)));
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
