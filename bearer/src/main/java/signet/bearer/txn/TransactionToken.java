package signet.bearer.txn;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.jose.jwt.ClaimNames;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.VerifiedJwt;

/**
 * A verified transaction token, with the claims that the draft gives a meaning. Immutable and safe
 * for use by many threads; never shows its claims.
 */
public final class TransactionToken {
  /** The {@code typ} of its header. */
  public static final String TYPE = "txntoken+jwt";

  /** The HTTP header in which it travels. */
  public static final String HEADER = "Txn-Token";

  private static final String ADDRESS = "req_ip";

  private final VerifiedJwt jwt;
  private final String txn;
  private final String subject;
  private final String requestingWorkload;
  private final Map<String, @Nullable Object> transactionContext;
  private final Map<String, @Nullable Object> requesterContext;

  private TransactionToken(VerifiedJwt jwt, String txn, String subject, String workload) {
    this.jwt = jwt;
    this.txn = txn;
    this.subject = subject;
    this.requestingWorkload = workload;
    this.transactionContext = object(jwt.claims(), ClaimNames.TRANSACTION_CONTEXT);
    this.requesterContext = object(jwt.claims(), ClaimNames.REQUESTER_CONTEXT);
  }

  /** A verified token as a transaction token; empty where it is one of another kind. */
  public static Optional<TransactionToken> of(VerifiedJwt jwt) {
    JwtClaims claims = jwt.claims();
    Optional<String> txn = claims.string(ClaimNames.TRANSACTION);
    Optional<String> subject = jwt.subject();
    Optional<String> workload = claims.string(ClaimNames.REQUESTING_WORKLOAD);
    return jwt.isType(TYPE) && txn.isPresent() && subject.isPresent() && workload.isPresent()
        ? Optional.of(new TransactionToken(jwt, txn.get(), subject.get(), workload.get()))
        : Optional.empty();
  }

  private static Map<String, @Nullable Object> object(JwtClaims claims, String name) {
    // The parser makes maps of text to anything, and nobody can change them.
    @SuppressWarnings("unchecked")
    Map<String, @Nullable Object> members =
        (Map<String, @Nullable Object>)
            claims.value(name).filter(Map.class::isInstance).orElse(Map.of());
    return members;
  }

  /** {@code txn}: the transaction, the same at each service that takes part in it. */
  public String txn() {
    return txn;
  }

  /** {@code sub}: on whose behalf it is done, unique in the trust domain. */
  public String subject() {
    return subject;
  }

  /** The words of {@code scope}: what it permits, never more than the access token did. */
  public List<String> scopes() {
    return jwt.scopes();
  }

  /**
   * {@code roles} within {@code tctx}, where the gateway passes them on; as fresh as the access
   * token was.
   */
  public List<String> roles() {
    if (transactionContext.get(ClaimNames.ROLES) instanceof List<?> roles
        && roles.stream().allMatch(String.class::isInstance)) {
      return roles.stream().map(String.class::cast).toList();
    }
    return List.of();
  }

  /** {@code tctx}: what holds as long as the transaction lasts; empty where there is none. */
  public Map<String, @Nullable Object> transactionContext() {
    return transactionContext;
  }

  /** {@code rctx}: from where it was asked for; empty where nothing is said. */
  public Map<String, @Nullable Object> requesterContext() {
    return requesterContext;
  }

  /** {@code req_ip} within {@code rctx}: the address of the client, as the gateway saw it. */
  public Optional<String> clientAddress() {
    return requesterContext.get(ADDRESS) instanceof String address
        ? Optional.of(address)
        : Optional.empty();
  }

  /** {@code req_wl}: the workload that asked for the token. */
  public String requestingWorkload() {
    return requestingWorkload;
  }

  /** When the token stops being accepted, the clock skew not counted. */
  public Instant expiresAt() {
    return jwt.expiresAt();
  }

  /** The token with all its claims. */
  public VerifiedJwt jwt() {
    return jwt;
  }

  @Override
  public String toString() {
    return "TransactionToken[" + jwt + "]";
  }
}
