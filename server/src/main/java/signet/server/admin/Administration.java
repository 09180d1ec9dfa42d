package signet.server.admin;

/**
 * What an administrator can do, on this process's own stores or by a running server. Thread-safe.
 */
public interface Administration extends AutoCloseable {
  /** The most entries in one page. */
  int MAX_PAGE = 500;

  /** Users. */
  UserAdministration users();

  /** What is known of users beside their roles. */
  AttributeAdministration attributes();

  /** Clients. */
  ClientAdministration clients();

  /** Sessions, whosever they are. */
  SessionAdministration sessions();

  /** Access tokens. */
  TokenAdministration tokens();

  /** What is sealed under master keys. */
  MasterKeyAdministration masterKeys();

  /** Signing keys. */
  KeyAdministration keys();

  /** Secrets that services share. */
  SecretAdministration secrets();

  /** Verifiers, and how far revocations have spread among them. */
  VerifierAdministration verifiers();

  /** What has ended. */
  HistoryAdministration history();

  /** The record of events. */
  AuditAdministration audit();

  /** Lets go of the store or the socket. */
  @Override
  void close();
}
