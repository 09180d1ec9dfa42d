package signet.bearer;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import signet.bearer.dpop.DpopRequest;
import signet.bearer.dpop.DpopResult.Problem;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.dpop.SenderConstraint;
import signet.jose.jwt.ClaimNames;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.TokenVerifier;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;

/**
 * Decides whether a request may pass by its bearer token (RFC 6750), and with what answer if not.
 *
 * <p>Immutable, and safe for use by many threads.
 *
 * <pre>{@code
 * BearerAuthenticator authenticator = BearerAuthenticator.of(verifier, "orders");
 * Authentication outcome =
 *     authenticator.authenticate(
 *         BearerRequest.of(values), RoutePolicy.token().allScopes("orders:read"));
 * }</pre>
 */
public final class BearerAuthenticator {
  private final TokenVerifier verifier;
  private final Challenges challenges;
  private final @Nullable BooleanSupplier freshness;
  private final @Nullable LiveRoles liveRoles;
  private final SenderConstraint constraint;
  private final InstantSource clock;
  private final Duration clockSkew;

  private BearerAuthenticator(Builder builder) {
    this.verifier = builder.verifier;
    this.challenges = builder.challenges;
    this.freshness = builder.freshness;
    this.liveRoles = builder.liveRoles;
    this.constraint = new SenderConstraint(builder.proofs);
    this.clock = builder.clock;
    this.clockSkew = builder.clockSkew;
  }

  /**
   * An authenticator that accepts what the verifier accepts.
   *
   * @param realm names what is protected, in every challenge; printable ASCII without quote and
   *     backslash
   */
  public static BearerAuthenticator of(TokenVerifier verifier, String realm) {
    return builder(verifier, realm).build();
  }

  /** As {@link #of}, with what some routes need. */
  public static Builder builder(TokenVerifier verifier, String realm) {
    return builder(verifier, Challenges.of(realm));
  }

  /** As {@link #builder(TokenVerifier, String)}, with answers that are there already. */
  public static Builder builder(TokenVerifier verifier, Challenges challenges) {
    return new Builder(verifier, challenges);
  }

  /** The settings; not safe for use by many threads. */
  public static final class Builder {
    private final TokenVerifier verifier;
    private Challenges challenges;
    private @Nullable BooleanSupplier freshness;
    private @Nullable LiveRoles liveRoles;
    private DpopVerifier proofs = DpopVerifier.builder().build();
    private InstantSource clock = InstantSource.system();
    private Duration clockSkew = JwtVerifier.DEFAULT_CLOCK_SKEW;

    private Builder(TokenVerifier verifier, Challenges challenges) {
      this.verifier = verifier;
      this.challenges = challenges;
    }

    /**
     * Where people read what a reason means: challenges then carry {@code error_uri} (RFC 6750 §3).
     *
     * @param page absolute and without a fragment
     * @throws IllegalArgumentException if it is another
     */
    public Builder guide(URI page) {
      challenges = challenges.withGuide(page);
      return this;
    }

    /**
     * Whether it is known what was revoked lately, such as {@code revocations::isFresh} of a feed,
     * for {@link RoutePolicy#freshRevocations}.
     */
    public Builder freshness(BooleanSupplier isFresh) {
      freshness = isFresh;
      return this;
    }

    /** Where roles come from, for {@link RoutePolicy#liveRoles}. */
    public Builder liveRoles(LiveRoles source) {
      liveRoles = source;
      return this;
    }

    /**
     * How proofs of possession are checked, where requests come {@link BearerRequest#withProof with
     * them}; the usual settings where none are given.
     */
    public Builder proofs(DpopVerifier verifier) {
      proofs = verifier;
      return this;
    }

    /** The clock of {@link RoutePolicy#maxAge}; the system's where none is given. */
    public Builder clock(InstantSource newClock) {
      clock = newClock;
      return this;
    }

    /** How far it may be from the issuer's: 30 s where nothing is said. */
    public Builder clockSkew(Duration skew) {
      if (skew.isNegative() || skew.compareTo(JwtVerifier.MAX_CLOCK_SKEW) > 0) {
        throw new IllegalArgumentException("a clock skew is 0 to 60 s");
      }
      clockSkew = skew;
      return this;
    }

    /** The authenticator. */
    public BearerAuthenticator build() {
      return new BearerAuthenticator(this);
    }
  }

  /** The answers that this authenticator gives. */
  public Challenges challenges() {
    return challenges;
  }

  /**
   * The policy, if everything that it needs is there; for whoever sets routes up.
   *
   * @throws IllegalStateException if it asks for fresh revocations or live roles, and the
   *     authenticator was built without them
   */
  public RoutePolicy require(RoutePolicy policy) {
    if (policy.needsFreshRevocations() && freshness == null) {
      throw new IllegalStateException(
          "a route asks for fresh revocations: give freshness(…) to the authenticator");
    }
    if (policy.needsLiveRoles() && liveRoles == null) {
      throw new IllegalStateException(
          "a route asks for live roles: give liveRoles(…) to the authenticator");
    }
    return policy;
  }

  /** As {@link #authenticate(BearerRequest, RoutePolicy)} where any token that holds will do. */
  public Authentication authenticate(BearerRequest request) {
    return authenticate(request, RoutePolicy.token());
  }

  /**
   * The verified token, or the challenge to answer with. Never throws for what a request holds.
   *
   * @throws IllegalStateException as {@link #require} does
   */
  public Authentication authenticate(BearerRequest request, RoutePolicy policy) {
    require(policy);
    if (request.isAmbiguous()) {
      return challenges.invalidRequest();
    }
    Optional<String> token = request.token();
    if (token.isEmpty()) {
      return policy.isOptional() ? new Anonymous() : challenges.noCredentials();
    }
    Verification verification = verifier.verify(token.get());
    if (verification instanceof Verification.Rejected rejected) {
      return challenges.refused(rejected.reason());
    }
    VerifiedJwt jwt = ((Verification.Verified) verification).jwt();
    Optional<Problem> problem =
        constraint.check(
            jwt, request.scheme(), request.proofFor(token.get()).orElse(DpopRequest.NONE));
    return problem.isPresent()
        ? challenges.unproven(constraint, problem.get())
        : judge(jwt, token.get(), policy);
  }

  /**
   * Whether a token that holds, and that its sender may use, is enough for a route: for whoever
   * verifies first and learns of the route later.
   *
   * @param token as it came, for {@link LiveRoles}
   * @throws IllegalStateException as {@link #require} does
   */
  public Authentication judge(VerifiedJwt jwt, String token, RoutePolicy policy) {
    require(policy);
    Optional<RejectReason> age = policy.maximumAge().flatMap(limit -> tooOld(jwt, limit));
    if (age.isPresent()) {
      return challenges.refused(age.get());
    }
    if (policy.needsFreshRevocations() && (freshness == null || !freshness.getAsBoolean())) {
      return challenges.refused(RejectReason.REVOCATIONS_UNAVAILABLE);
    }
    if (!policy.isMetByScopes(jwt.scopes())) {
      return challenges.insufficientScope(policy.namedScopes());
    }
    Optional<List<String>> roles;
    try {
      roles = policy.needsLiveRoles() ? askForRoles(jwt, token) : Optional.of(jwt.roles());
    } catch (LiveRolesUnavailableException e) {
      return challenges.refused(RejectReason.REVOCATIONS_UNAVAILABLE);
    }
    if (roles.isEmpty()) {
      return challenges.refused(RejectReason.REVOKED);
    }
    return policy.isMetByRoles(roles.get())
        ? new Authenticated(jwt, roles.get())
        : challenges.missingRole();
  }

  private Optional<RejectReason> tooOld(VerifiedJwt jwt, Duration limit) {
    Optional<Instant> issued = jwt.claims().instant(ClaimNames.ISSUED_AT);
    if (issued.isEmpty()) {
      return Optional.of(RejectReason.MISSING_CLAIM);
    }
    Instant oldest = clock.instant().minus(clockSkew).minusSeconds(limit.toSeconds());
    return issued.get().isBefore(oldest) ? Optional.of(RejectReason.TOO_OLD) : Optional.empty();
  }

  private Optional<List<String>> askForRoles(VerifiedJwt jwt, String token) {
    return liveRoles == null ? Optional.empty() : liveRoles.of(jwt, token);
  }
}
