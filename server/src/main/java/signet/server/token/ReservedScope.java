package signet.server.token;

/** Scopes that mean something to the server itself; no client can be given others that begin so. */
public final class ReservedScope {
  /** Opens the administration; for users of the role {@code admin}. */
  public static final String ADMIN = "signet:admin";

  private ReservedScope() {}
}
