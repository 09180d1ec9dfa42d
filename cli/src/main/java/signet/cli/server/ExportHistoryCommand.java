package signet.cli.server;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.admin.Administration;
import signet.server.admin.HistoryAdministration;

/** {@code signet audit export-history}: keys, revocations and ended sessions as lines of JSON. */
@Command(
    name = "export-history",
    sortOptions = false,
    description = "Writes keys, revocations and ended sessions, a line of JSON each.",
    footer = {
      "",
      "They are kept 400 days after their end (database.keep-ended). The form is in",
      "docs/reference/history.md. FILE is for its owner alone.",
      "",
      "Examples:",
      "  signet audit export-history history.jsonl",
      "  signet audit export-history - | jq 'select(.type == \"session\")'"
    })
public final class ExportHistoryCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      description = "Where to; must not exist. '-' is standard output.")
  private String file = "";

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public ExportHistoryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    if (file.equals("-")) {
      return data.administer(terminal, administration -> write(administration, terminal.out()));
    }
    try (PrintStream out =
        new PrintStream(
            new BufferedOutputStream(open(Path.of(file))), false, StandardCharsets.UTF_8)) {
      long[] lines = new long[1];
      int status =
          data.administer(terminal, administration -> lines[0] = write(administration, out));
      if (out.checkError()) {
        throw OperatorException.failed(file + " cannot be written: check that its disk has room");
      }
      if (status == ExitCode.OK) {
        terminal.err().println("wrote " + lines[0] + " lines to " + file);
      }
      return status;
    }
  }

  private static OutputStream open(Path path) throws OperatorException, IOException {
    try {
      return Channels.newOutputStream(
          Files.newByteChannel(
              path,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    } catch (FileAlreadyExistsException e) {
      throw OperatorException.usage(path + " exists: name another file", e);
    }
  }

  /** Page by page, so that it is never in memory as a whole; gives how many lines. */
  private static long write(Administration administration, PrintStream out) {
    long lines = 0;
    Optional<String> after = Optional.empty();
    do {
      HistoryAdministration.Page page =
          administration.history().page(after, Administration.MAX_PAGE);
      // Whatever the system's line end is: lines of JSON end so.
      page.lines().forEach(line -> out.print(line + "\n"));
      lines += page.lines().size();
      after = page.next();
    } while (after.isPresent() && !out.checkError());
    return lines;
  }
}
