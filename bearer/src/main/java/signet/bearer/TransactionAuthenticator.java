package signet.bearer;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import signet.bearer.txn.TransactionHeader;
import signet.bearer.txn.TransactionToken;
import signet.bearer.txn.TransactionTokenVerifier;
import signet.bearer.txn.TransactionVerification;

/**
 * Decides whether a request may pass by the transaction token that a gateway sent with it, and with
 * what answer if not. Of the request's own {@code Authorization} nothing is looked at. Immutable,
 * and safe for use by many threads.
 *
 * <pre>{@code
 * TransactionAuthenticator authenticator = TransactionAuthenticator.of(verifier, "orders");
 * Authentication outcome =
 *     authenticator.authenticate(values, RoutePolicy.token().allScopes("orders:read"));
 * }</pre>
 */
public final class TransactionAuthenticator {
  private final TransactionTokenVerifier verifier;
  private final Challenges challenges;

  private TransactionAuthenticator(TransactionTokenVerifier verifier, Challenges challenges) {
    this.verifier = verifier;
    this.challenges = challenges;
  }

  /**
   * An authenticator that accepts what the verifier accepts.
   *
   * @param realm names what is protected, in every challenge; printable ASCII without quote and
   *     backslash
   */
  public static TransactionAuthenticator of(TransactionTokenVerifier verifier, String realm) {
    return of(verifier, Challenges.ofTransactions(realm));
  }

  /**
   * As {@link #of(TransactionTokenVerifier, String)}, with answers that are there already.
   *
   * @param challenges made by {@link Challenges#ofTransactions}
   */
  public static TransactionAuthenticator of(
      TransactionTokenVerifier verifier, Challenges challenges) {
    return new TransactionAuthenticator(verifier, challenges);
  }

  /**
   * The same, whose challenges carry {@code error_uri} (RFC 6750 §3): where people read what a
   * reason means.
   *
   * @param page absolute and without a fragment
   * @throws IllegalArgumentException if it is another
   */
  public TransactionAuthenticator guide(URI page) {
    return new TransactionAuthenticator(verifier, challenges.withGuide(page));
  }

  /** The answers that this authenticator gives. */
  public Challenges challenges() {
    return challenges;
  }

  /**
   * The policy, if a transaction token can meet it; for whoever sets routes up. Roles are those
   * within {@code tctx}.
   *
   * @throws IllegalStateException if it asks for a maximum age, fresh revocations or live roles,
   *     which are about the access token: the gateway's routes ask for those
   */
  public RoutePolicy require(RoutePolicy policy) {
    if (policy.maximumAge().isPresent()
        || policy.needsFreshRevocations()
        || policy.needsLiveRoles()) {
      throw new IllegalStateException(
          "a route asks for a maximum age, fresh revocations or live roles of a transaction token:"
              + " ask for those at the gateway, which sees the access token");
    }
    return policy;
  }

  /**
   * The verified token with its roles, or the challenge to answer with. Never throws for what a
   * request holds.
   *
   * @param values every value of the header {@link TransactionToken#HEADER}, one for each line in
   *     which it stood; empty where it did not
   * @throws IllegalStateException as {@link #require} does
   */
  public Authentication authenticate(Collection<String> values, RoutePolicy policy) {
    require(policy);
    TransactionHeader header = TransactionHeader.of(values);
    if (header.isAmbiguous()) {
      return challenges.invalidRequest();
    }
    Optional<String> token = header.token();
    if (token.isEmpty()) {
      return policy.isOptional() ? new Anonymous() : challenges.noCredentials();
    }
    TransactionVerification verification = verifier.verify(token.get());
    if (verification instanceof TransactionVerification.Rejected rejected) {
      return challenges.refused(rejected.reason());
    }
    return judge(((TransactionVerification.Verified) verification).token(), policy);
  }

  /**
   * Whether a transaction token that holds is enough for a route: for whoever verifies first and
   * learns of the route later.
   *
   * @throws IllegalStateException as {@link #require} does
   */
  public Authentication judge(TransactionToken token, RoutePolicy policy) {
    require(policy);
    if (!policy.isMetByScopes(token.scopes())) {
      return challenges.insufficientScope(policy.namedScopes());
    }
    List<String> roles = token.roles();
    return policy.isMetByRoles(roles)
        ? new Authenticated(token.jwt(), roles)
        : challenges.missingRole();
  }
}
