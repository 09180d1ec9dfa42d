package signet.server.token;

/** Names of claims beside the registered ones of RFC 7519. */
public final class Claim {
  /** RFC 8693 §4.3. */
  public static final String CLIENT_ID = "client_id";

  /** RFC 8693 §4.2: names separated by single spaces. */
  public static final String SCOPE = "scope";

  /** The session (OpenID Connect Front-Channel Logout §3). */
  public static final String SID = "sid";

  /** Seconds since the epoch (OpenID Connect Core §2). */
  public static final String AUTH_TIME = "auth_time";

  /** RFC 9068 §2.2.3.1. */
  public static final String ROLES = "roles";

  /** Our own: the version of the user's authorizations. */
  public static final String AUTHZ_VERSION = "authz_ver";

  /** RFC 7800 §3.1: what its bearer has to show beside the token. */
  public static final String CONFIRMATION = "cnf";

  /** RFC 9449 §6.1: the RFC 7638 thumbprint, a member of {@link #CONFIRMATION}. */
  public static final String KEY_THUMBPRINT = "jkt";

  private Claim() {}
}
