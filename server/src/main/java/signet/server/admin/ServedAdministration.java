package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Administration by a running server, through its Unix socket or from afar: HTTP, the paths of
 * {@code /admin}.
 */
public final class ServedAdministration implements Administration {
  private final ServerExchange exchange;
  private final UserAdministration users;
  private final AttributeAdministration attributes;
  private final ClientAdministration clients;
  private final SessionAdministration sessions;
  private final KeyAdministration keys;
  private final AuditAdministration audit;

  private ServedAdministration(ServerExchange exchange) {
    this.exchange = exchange;
    users = new ServedUsers(exchange);
    attributes = new ServedAttributes(exchange);
    clients = new ServedClients(exchange);
    sessions = new ServedSessions(exchange);
    keys = new ServedKeys(exchange);
    audit = new ServedAudit(exchange);
  }

  /** Administration of the server behind that socket; connects when first used. */
  public static ServedAdministration on(Path socket) {
    return new ServedAdministration(new SocketExchange(socket));
  }

  /**
   * Administration of a server somewhere; connects when first used.
   *
   * @param server its issuer, https unless it is on loopback
   */
  public static ServedAdministration of(URI server, AdministratorTokens tokens) {
    return new ServedAdministration(new RemoteExchange(server, tokens));
  }

  /** Whether a server listens there; a socket may also be left over from one that was killed. */
  public static boolean isListening(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public UserAdministration users() {
    return users;
  }

  @Override
  public AttributeAdministration attributes() {
    return attributes;
  }

  @Override
  public ClientAdministration clients() {
    return clients;
  }

  @Override
  public SessionAdministration sessions() {
    return sessions;
  }

  @Override
  public TokenAdministration tokens() {
    return new ServedTokens(exchange);
  }

  @Override
  public MasterKeyAdministration masterKeys() {
    return () -> RewrapJson.read(exchange.post("/admin/master-key/rewrap", new JsonObject()));
  }

  @Override
  public KeyAdministration keys() {
    return keys;
  }

  @Override
  public SecretAdministration secrets() {
    return new ServedSecrets(exchange);
  }

  @Override
  public VerifierAdministration verifiers() {
    return () -> VerifierJson.read(exchange.get("/admin/verifiers"));
  }

  @Override
  public HistoryAdministration history() {
    return new ServedHistory(exchange);
  }

  @Override
  public AuditAdministration audit() {
    return audit;
  }

  @Override
  public void close() {
    exchange.close();
  }
}
