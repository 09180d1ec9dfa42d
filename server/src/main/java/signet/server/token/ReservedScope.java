package signet.server.token;

/** Scopes that mean something to the server itself; no client can be given others that begin so. */
public final class ReservedScope {
  /**
   * Opens the administration; for users of the role {@code admin} and clients registered for it.
   */
  public static final String ADMIN = "signet:admin";

  /** Opens the revocation feed; for clients that are registered as verifiers. */
  public static final String REVOCATIONS = "signet:revocations";

  private ReservedScope() {}
}
