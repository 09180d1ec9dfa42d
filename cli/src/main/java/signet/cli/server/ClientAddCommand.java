package signet.cli.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.admin.ClientAdministration;
import signet.server.client.ClientSettings;

/** {@code signet client add}: an application that may ask for tokens at once. */
@Command(
    name = "add",
    sortOptions = false,
    description = "Adds a client.",
    footer = {
      "",
      "A confidential client without --keys gets a secret of 32 random bytes, which is",
      "the one line on standard output and is shown this once.",
      "",
      "Examples:",
      "  signet client add billing --scope orders:read >billing.secret",
      "  signet client add billing --keys billing-public.jwk --scope orders:read",
      "  signet client add orders --resource-server https://orders.example.com",
      "  signet client add phone --channel native --scope orders:read"
    })
public final class ClientAddCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Its client_id.")
  private String name;

  @Option(
      names = "--channel",
      paramLabel = "CHANNEL",
      defaultValue = "confidential",
      description = "browser, native or confidential (default: confidential).")
  private String channel;

  @Option(
      names = "--grant",
      paramLabel = "GRANT",
      description = "refresh_token or client_credentials; repeat it for both.")
  private List<String> grants = List.of();

  @Option(
      names = "--audience",
      paramLabel = "URI",
      description = "What it may name as resource; the first is the default.")
  private List<String> audiences = List.of();

  @Option(names = "--scope", paramLabel = "SCOPE", description = "What it may ask for; repeat it.")
  private List<String> scopes = List.of();

  @Option(
      names = "--allowed-origin",
      paramLabel = "ORIGIN",
      description = "From where browsers may call for it; repeat it.")
  private List<String> origins = List.of();

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "Its public keys (a JWK Set, a JWK or PEM), instead of a secret.")
  private Optional<Path> keys;

  @Option(
      names = "--resource-server",
      paramLabel = "URI",
      description = "The audience of which it may introspect tokens; repeat it.")
  private List<String> resourceServers = List.of();

  @Option(names = "--verifier", description = "May ask for the scope signet:revocations.")
  private boolean verifier;

  @Option(
      names = "--bound-tokens",
      description = "Its tokens are bound to a key: it has to send proofs (DPoP).")
  private boolean bound;

  @Option(names = "--admin", description = "May ask for the scope signet:admin.")
  private boolean admin;

  @Option(
      names = "--access-lifetime",
      paramLabel = "TIME",
      description = "How long its access tokens live, such as 5m.")
  private Optional<String> accessLifetime;

  @Option(
      names = "--session-idle",
      paramLabel = "TIME",
      description = "Ends its sessions that are not refreshed for so long.")
  private Optional<String> idle;

  @Option(
      names = "--session-absolute",
      paramLabel = "TIME",
      description = "Ends its sessions in any case.")
  private Optional<String> absolute;

  @Option(
      names = "--claim",
      paramLabel = "ATTR=CLAIM",
      description = "The claim that shows an attribute of users; repeat it.")
  private Map<String, String> claims = Map.of();

  @Option(
      names = "--encryption-key",
      paramLabel = "FILE",
      description = "Encrypts its access tokens for the holder of the private half.")
  private Optional<Path> encryptionKey;

  @Option(names = "--encryption-alg", paramLabel = "ALG", description = "Such as RSA-OAEP-256.")
  private Optional<String> encryptionAlg;

  @Option(names = "--encryption-enc", paramLabel = "ENC", description = "Such as A256GCM.")
  private Optional<String> encryptionEnc;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public ClientAddCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    Map<String, String> settings = settings();
    return data.administer(
        terminal,
        administration -> {
          ClientAdministration.Added added = administration.clients().add(name, settings);
          terminal.err().println("added the client " + name);
          if (added.secret().isPresent()) {
            terminal.err().println("its secret, on standard output, is shown this once:");
            terminal.out().println(added.secret().get());
          }
        });
  }

  private Map<String, String> settings() throws OperatorException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(ClientSettings.CHANNEL, channel);
    put(settings, ClientSettings.GRANTS, grants);
    put(settings, ClientSettings.AUDIENCES, audiences);
    put(settings, ClientSettings.SCOPES, scopes);
    put(settings, ClientSettings.ORIGINS, origins);
    put(settings, ClientSettings.RESOURCE_SERVERS, resourceServers);
    if (verifier) {
      settings.put(ClientSettings.VERIFIER, "true");
    }
    if (admin) {
      settings.put(ClientSettings.ADMIN, "true");
    }
    if (bound) {
      settings.put(ClientSettings.BOUND, "true");
    }
    accessLifetime.ifPresent(time -> settings.put(ClientSettings.ACCESS_LIFETIME, time));
    idle.ifPresent(time -> settings.put(ClientSettings.IDLE, time));
    absolute.ifPresent(time -> settings.put(ClientSettings.ABSOLUTE, time));
    claims.forEach(
        (attribute, claim) -> settings.put(ClientSettings.CLAIMS_PREFIX + attribute, claim));
    putFile(settings, ClientSettings.KEYS, keys);
    putFile(settings, ClientSettings.ENCRYPTION_KEY, encryptionKey);
    encryptionAlg.ifPresent(alg -> settings.put(ClientSettings.ENCRYPTION_ALG, alg));
    encryptionEnc.ifPresent(enc -> settings.put(ClientSettings.ENCRYPTION_ENC, enc));
    return settings;
  }

  private static void put(Map<String, String> settings, String key, List<String> values) {
    if (!values.isEmpty()) {
      settings.put(key, String.join(",", values));
    }
  }

  private static void putFile(Map<String, String> settings, String key, Optional<Path> file)
      throws OperatorException {
    if (file.isPresent()) {
      try {
        settings.put(key, Files.readString(file.get()));
      } catch (IOException e) {
        throw OperatorException.usage(
            "the file " + file.get() + " cannot be read: check that it exists and its permissions",
            e);
      }
    }
  }
}
