package signet.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.admin.ImportResult;
import signet.server.admin.UserAdministration;

/** {@code signet user import}: users of another system, with the hashes that it made. */
@Command(
    name = "import",
    sortOptions = false,
    description = "Takes users over from another system, a line of JSON each.",
    footer = {
      "",
      "A line holds name (or username, email), roles, enabled and a hash of the",
      "password: bcrypt, PBKDF2, scrypt or Argon2, as Keycloak, supabase and Spring",
      "Security write it. The first login replaces it by one of ours. Users who are",
      "there already stay as they are, so an import can be run again.",
      "",
      "Each line that cannot be taken is reported by its number; the others are taken.",
      "The exit status is 1 if there was one.",
      "",
      "Examples:",
      "  signet user import --dry-run users.jsonl",
      "  jq -c '.users[]' realm-export.json | signet user import -"
    })
public final class UserImportCommand implements Callable<Integer> {
  private static final int MAX_LINE_BYTES = 8 * 1024;
  private static final int BATCH_BYTES = 16 * 1024;
  private static final int BATCH_LINES = 100;

  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "JSON lines; - is standard input.")
  private Path file;

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  private final List<Long> numbers = new ArrayList<>();
  private final List<String> batch = new ArrayList<>();
  private long lineNumber;
  private int batchBytes;
  private long added;
  private long present;
  private long refused;

  /** The command on these streams. */
  public UserImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal,
        administration -> {
          if (file.toString().equals("-")) {
            importAll(terminal.in(), administration.users());
          } else {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
              importAll(in, administration.users());
            } catch (NoSuchFileException e) {
              throw OperatorException.usage("there is no file " + file, e);
            }
          }
          terminal
              .err()
              .println(
                  (dryRun ? "would add " : "added ")
                      + added
                      + ", there already "
                      + present
                      + ", refused "
                      + refused);
          if (refused > 0) {
            throw OperatorException.failed("mend the lines above and import the file again");
          }
        });
  }

  private void importAll(InputStream in, UserAdministration users) throws IOException {
    Optional<String> line = Terminal.readLine(in, MAX_LINE_BYTES + 1);
    while (line.isPresent()) {
      lineNumber++;
      int bytes = line.get().getBytes(UTF_8).length;
      if (bytes > MAX_LINE_BYTES) {
        refuse(lineNumber, "the line has more than " + MAX_LINE_BYTES + " bytes");
      } else if (!line.get().isBlank()) {
        numbers.add(lineNumber);
        batch.add(line.get());
        batchBytes += bytes;
      }
      if (batchBytes >= BATCH_BYTES || batch.size() == BATCH_LINES) {
        flush(users);
      }
      line = Terminal.readLine(in, MAX_LINE_BYTES + 1);
    }
    flush(users);
  }

  private void flush(UserAdministration users) {
    if (batch.isEmpty()) {
      return;
    }
    List<ImportResult> results = users.importLines(batch, dryRun);
    for (int i = 0; i < results.size(); i++) {
      switch (results.get(i).outcome()) {
        case ADDED -> added++;
        case PRESENT -> present++;
        case REFUSED -> refuse(numbers.get(i), results.get(i).problem());
      }
    }
    numbers.clear();
    batch.clear();
    batchBytes = 0;
  }

  private void refuse(long number, String problem) {
    refused++;
    terminal.err().println("line " + number + ": " + problem);
  }
}
