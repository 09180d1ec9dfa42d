package signet.bearer;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import signet.bearer.dpop.DpopResult.Problem;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.dpop.SenderConstraint;
import signet.jose.reject.RejectReason;

/**
 * Every answer to a request that may not pass (RFC 6750 §3), for one realm: the one place where
 * reasons become statuses and headers. Immutable.
 */
public final class Challenges {
  /** How long a client is asked to wait when keys, revocations or roles could not be had. */
  public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private static final String CHALLENGE = "WWW-Authenticate";
  private static final Pattern REALM = Pattern.compile("[ !#-\\[\\]-~]+");
  private static final String INSUFFICIENT_SCOPE = "insufficient_scope";

  private static final Pattern ADDRESS = Pattern.compile("https?://[!#-\\[\\]-~]+");

  private final String scheme;
  private final String tokenKind;
  private final String realm;
  private final @Nullable String guide;

  private Challenges(String scheme, String tokenKind, String realm, @Nullable String guide) {
    if (!REALM.matcher(realm).matches()) {
      throw new IllegalArgumentException("a realm is printable ASCII without quote or backslash");
    }
    this.scheme = scheme;
    this.tokenKind = tokenKind;
    this.realm = realm;
    this.guide = guide;
  }

  /**
   * Those of a realm.
   *
   * @param realm names what is protected; printable ASCII without quote and backslash
   */
  public static Challenges of(String realm) {
    return new Challenges("Bearer", "access token", realm, null);
  }

  /**
   * Those of a service that takes transaction tokens alone. Their scheme is {@code Txn-Token}: a
   * client's access token is none of its matters, so the client must not be asked for another.
   *
   * @param realm as in {@link #of}
   */
  public static Challenges ofTransactions(String realm) {
    return new Challenges("Txn-Token", "transaction token", realm, null);
  }

  /**
   * The same with {@code error_uri} (RFC 6750 §3): where people read what to do.
   *
   * @param page such as the debugging guide, absolute and without a fragment: the reason, or else
   *     the error, is its fragment
   */
  public Challenges withGuide(URI page) {
    if (!ADDRESS.matcher(page.toString()).matches() || page.getRawFragment() != null) {
      throw new IllegalArgumentException("a guide is an http(s) address without a fragment");
    }
    return new Challenges(scheme, tokenKind, realm, page.toString());
  }

  /** 401, without an error code since there were no credentials (RFC 6750 §3.1). */
  public Challenge noCredentials() {
    return challenge(401, "", null, null);
  }

  /** 400: more than one method of sending a token. */
  public Challenge invalidRequest() {
    return challenge(400, ", error=\"invalid_request\"", "invalid_request", null);
  }

  /** 401, or 503 where the trouble is ours and not the token's. */
  public Challenge refused(RejectReason reason) {
    if (reason == RejectReason.KEYS_UNAVAILABLE || reason == RejectReason.REVOCATIONS_UNAVAILABLE) {
      // The client keeps its token and comes again.
      return answer(503, List.of(retryAfter()), null, reason);
    }
    return challenge(
        401,
        ", error=\"invalid_token\", reason=\"" + reason.word() + "\"",
        "invalid_token",
        reason);
  }

  /** 401 as RFC 9449 §7.1 says, with a nonce where one is asked for; 503 where there is no room. */
  public Challenge unproven(SenderConstraint constraint, Problem problem) {
    if (problem == Problem.UNAVAILABLE) {
      return answer(503, List.of(retryAfter()), null, problem.reason());
    }
    Challenge.Header challenge =
        new Challenge.Header(
            CHALLENGE, constraint.challenge(realm, problem) + errorUri(problem.reason().word()));
    Optional<Challenge.Header> nonce =
        constraint
            .proofs()
            .nonce()
            .filter(value -> problem == Problem.NONCE)
            .map(value -> new Challenge.Header(DpopVerifier.NONCE_HEADER, value));
    return answer(
        401,
        nonce.map(header -> List.of(challenge, header)).orElse(List.of(challenge)),
        problem.error(),
        problem.reason());
  }

  private static Challenge.Header retryAfter() {
    return new Challenge.Header("Retry-After", Long.toString(RETRY_AFTER.toSeconds()));
  }

  /**
   * 403: a token with these scopes would pass.
   *
   * @param scopes where none are known the challenge names none
   */
  public Challenge insufficientScope(Collection<String> scopes) {
    String named = scopes.isEmpty() ? "" : ", scope=\"" + String.join(" ", scopes) + "\"";
    return challenge(403, ", error=\"insufficient_scope\"" + named, INSUFFICIENT_SCOPE, null);
  }

  /**
   * 403: the scope would do, but the user lacks a role. RFC 6750 has no code for that; no other
   * token would help, so no scope is named.
   */
  public Challenge missingRole() {
    return challenge(
        403,
        ", error=\"insufficient_scope\", error_description=\"a role is missing\"",
        INSUFFICIENT_SCOPE,
        null);
  }

  /**
   * What lacks of a route's policy, where no more is known of a token than its scopes and roles;
   * empty where nothing does.
   *
   * @throws IllegalStateException if the policy asks for a maximum age, fresh revocations or live
   *     roles, which take a token that was verified here
   */
  public Optional<Challenge> lacking(
      RoutePolicy policy, Collection<String> scopes, Collection<String> roles) {
    if (policy.maximumAge().isPresent()
        || policy.needsFreshRevocations()
        || policy.needsLiveRoles()) {
      throw new IllegalStateException(
          "a route asks for a maximum age, fresh revocations or live roles of a token that was not"
              + " verified here");
    }
    if (!policy.isMetByScopes(scopes)) {
      return Optional.of(insufficientScope(policy.namedScopes()));
    }
    return policy.isMetByRoles(roles) ? Optional.empty() : Optional.of(missingRole());
  }

  private Challenge challenge(
      int status, String parameters, @Nullable String error, @Nullable RejectReason reason) {
    String word = reason != null ? reason.word() : error;
    String value =
        scheme + " realm=\"" + realm + "\"" + parameters + (word == null ? "" : errorUri(word));
    return answer(status, List.of(new Challenge.Header(CHALLENGE, value)), error, reason);
  }

  private Challenge answer(
      int status,
      List<Challenge.Header> headers,
      @Nullable String error,
      @Nullable RejectReason reason) {
    return new Challenge(status, headers, error, reason, tokenKind);
  }

  private String errorUri(String word) {
    return guide == null ? "" : ", error_uri=\"" + guide + "#" + word + "\"";
  }
}
