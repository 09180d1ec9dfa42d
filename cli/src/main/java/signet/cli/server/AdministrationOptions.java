package signet.cli.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import signet.bearer.ClientCredentials;
import signet.bearer.ClientCredentialsException;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.runtime.start.StartupException;
import signet.server.admin.Administration;
import signet.server.admin.AdministrationException;
import signet.server.admin.AdministratorTokens;
import signet.server.admin.Refusal;
import signet.server.admin.ServedAdministration;
import signet.server.user.User;

/** The options that say what a command administers: data of this machine, or a server somewhere. */
final class AdministrationOptions {
  private static final String SECRET_VARIABLE = "SIGNET_CLIENT_SECRET";
  private static final String ADMIN_SCOPE = "signet:admin";

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "A server elsewhere, by its issuer, instead of data on this machine.")
  private Optional<URI> server;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "The client that may administer it, with --server.")
  private Optional<String> clientId;

  @Option(
      names = "--client-secret-file",
      paramLabel = "FILE",
      description = "Its secret, if not in the variable SIGNET_CLIENT_SECRET.")
  private Optional<Path> secretFile;

  /** What a command does with the administration. */
  @FunctionalInterface
  interface Work {
    void with(Administration administration) throws OperatorException, IOException;
  }

  /** Where the administration comes from. */
  @FunctionalInterface
  interface Source {
    Administration open() throws OperatorException, IOException;
  }

  /** Does something with the administration. */
  int administer(Terminal terminal, Work work) throws OperatorException, IOException {
    return administer(() -> open(terminal), work);
  }

  static int administer(Source source, Work work) throws OperatorException, IOException {
    try (Administration administration = source.open()) {
      work.with(administration);
      return ExitCode.OK;
    } catch (AdministrationException e) {
      throw OperatorException.failed(e);
    } catch (StartupException e) {
      throw OperatorException.of(e);
    }
  }

  private Administration open(Terminal terminal) throws OperatorException, IOException {
    if (server.isPresent()) {
      return remote(server.get(), terminal);
    }
    if (clientId.isPresent() || secretFile.isPresent()) {
      throw OperatorException.usage("--client-id and --client-secret-file go with --server");
    }
    return data.administration(terminal);
  }

  private Administration remote(URI issuer, Terminal terminal)
      throws OperatorException, IOException {
    if (data.isGiven()) {
      throw OperatorException.usage("--server goes without --data, --config and --master-key");
    }
    if (clientId.isEmpty()) {
      throw OperatorException.usage("--server needs --client-id, a client added with --admin");
    }
    ClientCredentials credentials = credentials(issuer, clientId.get(), secret(terminal));
    return ServedAdministration.of(issuer, tokens(issuer, credentials));
  }

  private String secret(Terminal terminal) throws OperatorException, IOException {
    if (secretFile.isPresent()) {
      try {
        return Files.readString(secretFile.get()).strip();
      } catch (IOException e) {
        throw OperatorException.usage(
            "the file "
                + secretFile.get()
                + " cannot be read: check that it exists and its permissions",
            e);
      }
    }
    return terminal
        .environment(SECRET_VARIABLE)
        .orElseThrow(
            () ->
                OperatorException.usage(
                    "--server needs the client's secret: name its file with --client-secret-file,"
                        + " or set "
                        + SECRET_VARIABLE));
  }

  private static ClientCredentials credentials(URI issuer, String clientId, String secret)
      throws OperatorException {
    if (issuer.getQuery() != null || issuer.toString().endsWith("/")) {
      throw OperatorException.usage(
          "--server is the server's issuer, such as https://auth.example.com");
    }
    try {
      return ClientCredentials.at(URI.create(issuer + "/oauth2/token"))
          .secret(clientId, secret)
          .scope(ADMIN_SCOPE)
          .resource(issuer.toString())
          .build();
    } catch (IllegalArgumentException e) {
      throw OperatorException.usage(
          "--server must begin with https:// (http:// is for loopback alone), and the client's name"
              + " and secret be those that 'signet client add' printed",
          e);
    }
  }

  private static AdministratorTokens tokens(URI issuer, ClientCredentials credentials) {
    return new AdministratorTokens() {
      @Override
      public String current() {
        try {
          return credentials.accessToken();
        } catch (ClientCredentialsException e) {
          throw new AdministrationException(
              Refusal.UNAVAILABLE, issuer + " gives no token: " + e.getMessage() + hint(e));
        }
      }

      @Override
      public void giveUp(String token) {
        credentials.forget(token);
      }
    };
  }

  /** What the words of RFC 6749 mean here. */
  private static String hint(ClientCredentialsException e) {
    return switch (e.error().orElse("")) {
      case "invalid_client" -> "; check --client-id and the secret";
      case "invalid_target" -> "; --server must be the server's issuer";
      default -> "";
    };
  }

  /** The user of that name, who must be there. */
  static User user(Administration administration, String name) throws OperatorException {
    return administration
        .users()
        .find(name)
        .orElseThrow(
            () ->
                OperatorException.failed(
                    "there is no user of that name; 'signet user list' shows all"));
  }
}
