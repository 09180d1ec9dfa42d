package signet.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.key.SecretExport;

/** {@code signet key export-secret}: the HMAC secrets, for the service that verifies with them. */
@Command(
    name = "export-secret",
    sortOptions = false,
    description = "Writes the HS256 secrets into a file for the service that verifies.",
    footer = {
      "",
      "FILE is a JWK Set that its owner alone can read (mode 0600), and is replaced as",
      "a whole if it exists; signet's libraries follow it. A new secret does not sign",
      "before it was exported, and then only after keys.max-age and keys.margin have",
      "passed: bring the file to the service at once.",
      "",
      "Examples:",
      "  signet key export-secret /run/secrets/signet-hs256.jwks"
    })
public final class ExportSecretCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "Where to.")
  private Path file;

  @Mixin private LocalAdministrationOptions data = new LocalAdministrationOptions();

  /** The command on these streams. */
  public ExportSecretCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal,
        administration -> {
          SecretExport.Secrets secrets = administration.secrets().export();
          if (secrets.kids().isEmpty()) {
            throw OperatorException.failed(
                "there is no secret: tokens are signed with a key pair unless"
                    + " tokens.access.algorithm is HS256 and a server has started with it");
          }
          write(secrets.jwkSet());
          // Not before it is on the disk: from here the time runs before the next one signs.
          Optional<Instant> next = administration.secrets().delivered(secrets.kids());
          int count = secrets.kids().size();
          terminal
              .err()
              .println("wrote " + count + (count == 1 ? " secret to " : " secrets to ") + file);
          next.ifPresent(from -> terminal.err().println("the next one signs from " + from));
        });
  }

  private void write(String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path partial =
        Files.createTempFile(
            folder,
            ".secret",
            ".jwks",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      channel.force(true);
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
