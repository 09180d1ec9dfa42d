package signet.cli.token;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import signet.bearer.ClientCredentials;
import signet.bearer.ClientCredentialsException;
import signet.bearer.revocation.RevocationSnapshot;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.cli.web.Discovery;
import signet.cli.web.Web;

/** The options that say which authorization server to ask, and as whom. */
final class ServerOptions {
  private static final String SECRET_VARIABLE = "SIGNET_CLIENT_SECRET";
  private static final String FEED = "signet_revocations_endpoint";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The issuer: asked for its keys, its name and its clock. Of a Signet server typ must be"
              + " at+jwt unless --typ says otherwise.")
  private Optional<String> server;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description =
          "A client added with --verifier, to ask the server what was revoked; its secret in"
              + " SIGNET_CLIENT_SECRET, or with --client-secret-file.")
  private Optional<String> clientId;

  @Option(names = "--client-secret-file", paramLabel = "FILE", description = "The client's secret.")
  private Optional<Path> secretFile;

  boolean isGiven() {
    return server.isPresent();
  }

  /** The server, asked. */
  Optional<Discovery> discover() throws OperatorException {
    if (server.isEmpty()) {
      if (clientId.isPresent()) {
        throw OperatorException.usage("--client-id goes with --server");
      }
      return Optional.empty();
    }
    URI address = Web.address(server.get());
    if (!Web.isSafe(address)) {
      throw OperatorException.usage("keys over plain http could be anyone's; use https");
    }
    try {
      return Optional.of(Discovery.of(address));
    } catch (IOException e) {
      throw OperatorException.keysUnavailable(
          "nothing from " + address + ": " + Web.words(e) + "; run signet doctor " + address, e);
    }
  }

  /** Whether the server is a Signet server. */
  static boolean isSignet(Discovery discovery) {
    return discovery.member(FEED).isPresent();
  }

  /** What was revoked, where a client is given to ask with. */
  Optional<RevocationSnapshot> revocations(Discovery discovery, Terminal terminal)
      throws OperatorException {
    if (clientId.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> feed = discovery.member(FEED);
    Optional<String> tokens = discovery.member("token_endpoint");
    if (feed.isEmpty() || tokens.isEmpty()) {
      throw OperatorException.usage(
          "the server tells nobody what was revoked: no --client-id then");
    }
    try {
      ClientCredentials credentials =
          ClientCredentials.at(URI.create(tokens.get()))
              .secret(clientId.get(), secret(terminal))
              .scope("signet:revocations")
              .build();
      Optional<String> accessToken = Optional.of(credentials.accessToken());
      return Optional.of(
          RevocationSnapshot.parse(Web.get(safe(feed.get()), accessToken).json().toJson()));
    } catch (IllegalArgumentException e) {
      throw OperatorException.usage(e);
    } catch (ClientCredentialsException | IOException e) {
      throw OperatorException.failed(
          "the server does not say what was revoked: "
              + e.getMessage()
              + "; check that the client was added with --verifier",
          e);
    }
  }

  /** Credentials go nowhere else. */
  private static URI safe(String address) throws IOException {
    URI uri = URI.create(address);
    if (!Web.isSafe(uri)) {
      throw new IOException("its feed is not at an https address");
    }
    return uri;
  }

  private String secret(Terminal terminal) throws OperatorException, IOException {
    return secretFile.isPresent()
        ? Files.readString(secretFile.get()).strip()
        : terminal
            .environment(SECRET_VARIABLE)
            .orElseThrow(
                () ->
                    OperatorException.usage(
                        "--client-id needs --client-secret-file or " + SECRET_VARIABLE));
  }
}
