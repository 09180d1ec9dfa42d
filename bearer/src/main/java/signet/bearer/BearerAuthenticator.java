package signet.bearer;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;

/**
 * Decides whether a request may pass by its bearer token (RFC 6750), and with what answer if not.
 *
 * <p>Safe for use by many threads when its verifier is; {@link JwtVerifier} is.
 *
 * <pre>{@code
 * BearerAuthenticator authenticator = BearerAuthenticator.of(verifier, "orders");
 * Authentication outcome =
 *     authenticator.authenticate(BearerRequest.of(values).requiringScope("orders:read"));
 * }</pre>
 */
public final class BearerAuthenticator {
  /** How long a client is asked to wait when keys or revocations could not be had. */
  public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private static final String CHALLENGE = "WWW-Authenticate";
  private static final String SCHEME = "bearer";
  private static final Pattern REALM = Pattern.compile("[ !#-\\[\\]-~]+");

  private final JwtVerifier verifier;
  private final String realm;

  private BearerAuthenticator(JwtVerifier verifier, String realm) {
    this.verifier = verifier;
    this.realm = realm;
  }

  /**
   * An authenticator that accepts what the verifier accepts.
   *
   * @param realm names what is protected, in every challenge; printable ASCII without quote and
   *     backslash
   */
  public static BearerAuthenticator of(JwtVerifier verifier, String realm) {
    if (!REALM.matcher(realm).matches()) {
      throw new IllegalArgumentException("a realm is printable ASCII without quote or backslash");
    }
    return new BearerAuthenticator(verifier, realm);
  }

  /** The verified token, or the challenge to answer with. Never throws for what a request holds. */
  public Authentication authenticate(BearerRequest request) {
    List<String> authorization = request.authorization();
    if (authorization.size() > 1) {
      return invalidRequest();
    }
    String credentials = authorization.isEmpty() ? null : bearer(authorization.get(0));
    if (credentials == null) {
      return noCredentials();
    }
    // Several words, or a list: more than one method of sending a token (RFC 6750 §2).
    if (credentials.indexOf(' ') >= 0 || credentials.indexOf(',') >= 0) {
      return invalidRequest();
    }
    Verification verification = verifier.verify(credentials);
    if (verification instanceof Verification.Rejected rejected) {
      return refused(rejected.reason());
    }
    VerifiedJwt jwt = ((Verification.Verified) verification).jwt();
    return jwt.scopes().containsAll(request.requiredScopes())
        ? new Authenticated(jwt)
        : insufficientScope(request.requiredScopes());
  }

  /** What follows the scheme, possibly empty; null where the scheme is another one. */
  private static @Nullable String bearer(String authorization) {
    String value = authorization.strip();
    int end = value.indexOf(' ');
    String scheme = end < 0 ? value : value.substring(0, end);
    if (!scheme.toLowerCase(Locale.ROOT).equals(SCHEME)) {
      return null;
    }
    return end < 0 ? "" : value.substring(end).strip();
  }

  // RFC 6750 §3.1: without credentials there is no error code.
  private Challenge noCredentials() {
    return challenge(401, "", null, null);
  }

  private Challenge invalidRequest() {
    return challenge(400, ", error=\"invalid_request\"", "invalid_request", null);
  }

  private Challenge refused(RejectReason reason) {
    if (reason == RejectReason.KEYS_UNAVAILABLE || reason == RejectReason.REVOCATIONS_UNAVAILABLE) {
      // Our trouble, not the token's: the client keeps it and comes again.
      String seconds = Long.toString(RETRY_AFTER.toSeconds());
      return new Challenge(503, new Challenge.Header("Retry-After", seconds), null, reason);
    }
    return challenge(
        401,
        ", error=\"invalid_token\", reason=\"" + reason.word() + "\"",
        "invalid_token",
        reason);
  }

  private Challenge insufficientScope(Set<String> scopes) {
    return challenge(
        403,
        ", error=\"insufficient_scope\", scope=\"" + String.join(" ", scopes) + "\"",
        "insufficient_scope",
        null);
  }

  private Challenge challenge(
      int status, String parameters, @Nullable String error, @Nullable RejectReason reason) {
    String value = "Bearer realm=\"" + realm + "\"" + parameters;
    return new Challenge(status, new Challenge.Header(CHALLENGE, value), error, reason);
  }
}
