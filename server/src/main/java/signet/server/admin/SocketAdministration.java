package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Administration through the Unix socket of a running server: HTTP, the paths of {@code /admin}.
 */
public final class SocketAdministration implements Administration {
  private final SocketExchange exchange;
  private final UserAdministration users;
  private final AttributeAdministration attributes;
  private final ClientAdministration clients;
  private final SessionAdministration sessions;
  private final KeyAdministration keys;
  private final AuditAdministration audit;

  /** Administration of the server behind that socket; connects when first used. */
  public SocketAdministration(Path socket) {
    exchange = new SocketExchange(socket);
    users = new SocketUsers(exchange);
    attributes = new SocketAttributes(exchange);
    clients = new SocketClients(exchange);
    sessions = new SocketSessions(exchange);
    keys = new SocketKeys(exchange);
    audit = new SocketAudit(exchange);
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
  public MasterKeyAdministration masterKeys() {
    return () -> RewrapJson.read(exchange.post("/admin/master-key/rewrap", new JsonObject()));
  }

  @Override
  public KeyAdministration keys() {
    return keys;
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
