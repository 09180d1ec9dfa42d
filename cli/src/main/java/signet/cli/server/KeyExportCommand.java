package signet.cli.server;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.server.key.KeyStatus;

/** {@code signet key export-public}: public halves as a JWK Set. */
@Command(
    name = "export-public",
    sortOptions = false,
    description = "Prints the public halves of signing keys as a JWK Set.",
    footer = {
      "",
      "Without a KID those that are published; with one that key alone, in whatever",
      "state it is: public halves are kept for audits.",
      "",
      "Examples:",
      "  signet key export-public >jwks.json",
      "  signet key export-public Vb3I-WhHrT5rYNFfAGDcnc5sI1DOo5hpbjyDjzfBVFY"
    })
public final class KeyExportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "KID", description = "This key alone.", arity = "0..1")
  private Optional<String> kid = Optional.empty();

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public KeyExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal,
        administration -> {
          List<Jwk> keys =
              administration.keys().list().stream()
                  .filter(key -> kid.map(key.kid()::equals).orElse(key.isPublished()))
                  .map(KeyStatus::publicJwk)
                  .map(Jwk::parse)
                  .toList();
          if (keys.isEmpty() && kid.isPresent()) {
            throw OperatorException.failed(
                "there is no key of that kid; 'signet key list' shows all");
          }
          // Renders public halves alone, whatever lies in the store.
          terminal.out().println(JwkSet.of(keys).toJson());
        });
  }
}
