package signet.jose.jwt;

/**
 * The claims' names on the wire (RFC 7519 §4.1, RFC 8693 §4.2, RFC 9068 §2.2, OpenID Connect, and
 * Signet's own).
 */
public final class ClaimNames {
  public static final String ISSUER = "iss";
  public static final String SUBJECT = "sub";
  public static final String AUDIENCE = "aud";
  public static final String EXPIRES_AT = "exp";
  public static final String NOT_BEFORE = "nbf";
  public static final String ISSUED_AT = "iat";
  public static final String JWT_ID = "jti";
  public static final String CLIENT_ID = "client_id";
  public static final String SCOPE = "scope";
  public static final String SESSION_ID = "sid";
  public static final String AUTH_TIME = "auth_time";
  public static final String ROLES = "roles";

  /**
   * The version of a subject's roles and status; a token with a smaller one than the current can be
   * revoked.
   */
  public static final String AUTHZ_VERSION = "authz_ver";

  private ClaimNames() {}
}
