package signet.spring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
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
  private static final String CONFIRMATION = "cnf";

  private final TokenVerifier verifier;
  private final List<OAuth2TokenValidator<Jwt>> validators;
  private final RefusalListener listener;

  /**
   * Decodes what the verifier accepts.
   *
   * @param validators the application's own checks, after all others
   * @param listener told of each refusal
   */
  public SignetJwtDecoder(
      TokenVerifier verifier,
      List<OAuth2TokenValidator<Jwt>> validators,
      RefusalListener listener) {
    this.verifier = verifier;
    this.validators = List.copyOf(validators);
    this.listener = listener;
  }

  @Override
  public Jwt decode(String token) throws JwtException {
    Verification verification = verifier.verify(token);
    if (verification instanceof Verification.Rejected rejected) {
      throw refused(rejected.reason());
    }
    VerifiedJwt verified = ((Verification.Verified) verification).jwt();
    if (verified.claims().value(CONFIRMATION).isPresent()) {
      // RFC 9449 §7.2: a token bound to a key must not pass as a mere bearer token.
      throw refused(RejectReason.DPOP_MISSING);
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
      return Jwt.withTokenValue(token)
          .headers(all -> all.putAll(headers))
          .claims(all -> all.putAll(claims))
          .build();
    } catch (IllegalArgumentException e) {
      // Spring asks that a token expires after it was issued.
      throw refused(RejectReason.BAD_CLAIM);
    }
  }
}
