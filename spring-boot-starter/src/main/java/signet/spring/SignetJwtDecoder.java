package signet.spring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import signet.bearer.BearerRequest;
import signet.bearer.dpop.DpopRequest;
import signet.bearer.dpop.DpopResult.Problem;
import signet.bearer.dpop.SenderConstraint;
import signet.jose.jwt.ClaimNames;
import signet.jose.jwt.TokenVerifier;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;

/**
 * Signet's verifier as Spring Security calls it. Thread-safe.
 *
 * <p>Throws {@link RejectedJwtException}, or {@link UnavailableJwtException} where nothing can be
 * said about the token.
 */
public final class SignetJwtDecoder implements JwtDecoder {
  private static final BearerRequest NO_PROOF = BearerRequest.of(List.of());

  private final TokenVerifier verifier;
  private final SenderConstraint constraint;
  private final List<OAuth2TokenValidator<Jwt>> validators;
  private final RefusalListener listener;

  /**
   * Decodes what the verifier accepts.
   *
   * @param constraint what tokens that are bound to a key must come with
   * @param validators the application's own checks, after all others
   * @param listener told of each refusal
   */
  public SignetJwtDecoder(
      TokenVerifier verifier,
      SenderConstraint constraint,
      List<OAuth2TokenValidator<Jwt>> validators,
      RefusalListener listener) {
    this.verifier = verifier;
    this.constraint = constraint;
    this.validators = List.copyOf(validators);
    this.listener = listener;
  }

  /** The verified token; one that is bound to a key is refused, since no proof is seen here. */
  @Override
  public Jwt decode(String token) throws JwtException {
    return decode(token, NO_PROOF);
  }

  /** The verified token, if what came with it shows that it may be used (RFC 9449 §7). */
  Jwt decode(String token, BearerRequest presented) throws JwtException {
    Verification verification = verifier.verify(token);
    if (verification instanceof Verification.Rejected rejected) {
      throw refused(rejected.reason());
    }
    VerifiedJwt verified = ((Verification.Verified) verification).jwt();
    Optional<Problem> problem =
        constraint.check(
            verified, presented.scheme(), presented.proofFor(token).orElse(DpopRequest.NONE));
    if (problem.isPresent()) {
      listener.refused(problem.get().reason());
      throw new UnprovenJwtException(problem.get());
    }
    Jwt jwt = jwt(token, verified);
    if (validators.stream().anyMatch(validator -> validator.validate(jwt).hasErrors())) {
      throw refused(RejectReason.CUSTOM_CHECK);
    }
    return jwt;
  }

  private JwtException refused(RejectReason reason) {
    listener.refused(reason);
    return switch (reason) {
      case KEYS_UNAVAILABLE, REVOCATIONS_UNAVAILABLE -> new UnavailableJwtException(reason);
      default -> new RejectedJwtException(reason);
    };
  }

  private Jwt jwt(String token, VerifiedJwt verified) {
    Map<String, Object> claims = new LinkedHashMap<>();
    verified
        .claims()
        .toMap()
        .forEach(
            (name, value) -> {
              if (value != null) {
                claims.put(name, value);
              }
            });
    // Spring's readers take these types.
    claims.put(ClaimNames.AUDIENCE, verified.claims().audience());
    for (String time :
        List.of(ClaimNames.ISSUED_AT, ClaimNames.EXPIRES_AT, ClaimNames.NOT_BEFORE)) {
      verified.claims().instant(time).ifPresent(instant -> claims.put(time, instant));
    }
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("alg", verified.algorithm().wireName());
    verified.kid().ifPresent(kid -> headers.put("kid", kid));
    verified.type().ifPresent(type -> headers.put("typ", type));
    try {
      return new SignetJwt(token, headers, claims, verified);
    } catch (IllegalArgumentException e) {
      // Spring asks that a token expires after it was issued.
      throw refused(RejectReason.BAD_CLAIM);
    }
  }
}
