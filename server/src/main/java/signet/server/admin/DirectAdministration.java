package signet.server.admin;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import signet.jose.jwt.Verification;
import signet.server.account.Accounts;
import signet.server.audit.AuditEvent;
import signet.server.audit.AuditLog;
import signet.server.audit.History;
import signet.server.client.ClientRegistration;
import signet.server.key.KeyImport;
import signet.server.key.KeyOperations;
import signet.server.key.Rewrap;
import signet.server.key.SecretExport;
import signet.server.revocation.RevocationStore;
import signet.server.session.SessionStore;
import signet.server.user.AttributeStore;
import signet.server.user.UserStore;

/** Administration on the stores of this process, put on record as somebody's doing. */
public final class DirectAdministration implements Administration {
  private final UserAdministration users;
  private final AttributeAdministration attributes;
  private final ClientAdministration clients;
  private final SessionAdministration sessions;
  private final MasterKeyAdministration masterKeys;
  private final KeyAdministration keys;
  private final SecretAdministration secrets;
  private final TokenAdministration tokens;
  private final VerifierAdministration verifiers;
  private final HistoryAdministration history;
  private final AuditAdministration audit;

  private DirectAdministration(Stores stores, AuditEvent.Origin origin) {
    users = new DirectUsers(stores.users(), stores.accounts(), origin);
    attributes = new DirectAttributes(stores.users(), stores.attributes(), origin);
    clients = new DirectClients(stores.clients(), origin);
    sessions = new DirectSessions(stores.sessions(), origin);
    masterKeys =
        () -> {
          Rewrap.Report report = stores.rewrap().get().run();
          if (report.rewrapped() > 0) {
            stores.audit().record(new AuditEvent("keys-rewrapped", origin), Optional.empty());
          }
          return report;
        };
    keys = new DirectKeys(stores.keys(), origin);
    secrets = new DirectSecrets(stores.secrets(), stores.imports(), origin);
    tokens = new DirectTokens(stores.verifier(), stores.revocations(), origin);
    verifiers = stores.verifiers();
    history = new DirectHistory(stores.keys(), stores.history());
    audit =
        query -> {
          checkPage(query.limit());
          return stores.audit().list(query);
        };
  }

  /**
   * What is administered.
   *
   * @param verifier of access tokens that were made here
   * @param rewrap made when it is asked for, since master keys may be far away
   */
  public record Stores(
      UserStore users,
      Accounts accounts,
      AttributeStore attributes,
      ClientRegistration clients,
      SessionStore sessions,
      Supplier<Rewrap> rewrap,
      KeyOperations keys,
      SecretExport secrets,
      KeyImport imports,
      Function<String, Verification> verifier,
      RevocationStore revocations,
      VerifierAdministration verifiers,
      History history,
      AuditLog audit) {
    /** The administration in the hands of whom the origin names. */
    public Administration by(AuditEvent.Origin origin) {
      return new DirectAdministration(this, origin);
    }
  }

  static void checkPage(int limit) {
    if (limit < 1 || limit > MAX_PAGE) {
      throw new AdministrationException(
          Refusal.INVALID_PAGE, "a page has 1 to " + MAX_PAGE + " entries");
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
    return tokens;
  }

  @Override
  public MasterKeyAdministration masterKeys() {
    return masterKeys;
  }

  @Override
  public KeyAdministration keys() {
    return keys;
  }

  @Override
  public SecretAdministration secrets() {
    return secrets;
  }

  @Override
  public VerifierAdministration verifiers() {
    return verifiers;
  }

  @Override
  public HistoryAdministration history() {
    return history;
  }

  @Override
  public AuditAdministration audit() {
    return audit;
  }

  /** Nothing to let go of: the stores belong to who made this. */
  @Override
  public void close() {}
}
