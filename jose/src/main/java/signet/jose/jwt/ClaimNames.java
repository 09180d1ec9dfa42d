package signet.jose.jwt;

/**
 * The claims' names on the wire (RFC 7519 §4.1, RFC 8693 §4.2, RFC 9068 §2.2, OpenID Connect,
 * draft-ietf-oauth-transaction-tokens, and Signet's own).
 */
public final class ClaimNames {
  /** Who issued the token. */
  public static final String ISSUER = "iss";

  /** Whom it is about. */
  public static final String SUBJECT = "sub";

  /** Whom it is for: a string or an array of strings. */
  public static final String AUDIENCE = "aud";

  /** From when on it is not accepted, in seconds since the epoch. */
  public static final String EXPIRES_AT = "exp";

  /** Before when it is not accepted, in seconds since the epoch. */
  public static final String NOT_BEFORE = "nbf";

  /** When it was issued, in seconds since the epoch. */
  public static final String ISSUED_AT = "iat";

  /** What tells it from every other token. */
  public static final String JWT_ID = "jti";

  /** The client that asked for it. */
  public static final String CLIENT_ID = "client_id";

  /** What it permits: words with spaces between them. */
  public static final String SCOPE = "scope";

  /** The session that it was issued in. */
  public static final String SESSION_ID = "sid";

  /** When the user authenticated, in seconds since the epoch. */
  public static final String AUTH_TIME = "auth_time";

  /** The user's roles: an array of strings. */
  public static final String ROLES = "roles";

  /**
   * The version of a subject's roles and status; a token with a smaller one than the current can be
   * revoked.
   */
  public static final String AUTHZ_VERSION = "authz_ver";

  /** The transaction that a token belongs to (RFC 8417 §2.2). */
  public static final String TRANSACTION = "txn";

  /** What holds for a transaction as long as it lasts: an object (Transaction Tokens draft). */
  public static final String TRANSACTION_CONTEXT = "tctx";

  /** From where a transaction was asked for: an object (Transaction Tokens draft). */
  public static final String REQUESTER_CONTEXT = "rctx";

  /** The workload that asked for a transaction token. */
  public static final String REQUESTING_WORKLOAD = "req_wl";

  private ClaimNames() {}
}
