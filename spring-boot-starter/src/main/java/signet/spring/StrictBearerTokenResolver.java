package signet.spring;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import signet.bearer.BearerRequest;
import signet.jose.reject.RejectReason;

/**
 * The token of a request by Signet's rules: one {@code Authorization} header, one token in it; what
 * stands in a query or a body has no effect. Immutable.
 */
public final class StrictBearerTokenResolver implements BearerTokenResolver {
  @Override
  public @Nullable String resolve(HttpServletRequest request) {
    BearerRequest bearer = BearerRequest.of(Collections.list(request.getHeaders("Authorization")));
    if (bearer.isAmbiguous()) {
      throw severalTokens();
    }
    return bearer.token().map(StrictBearerTokenResolver::notEmpty).orElse(null);
  }

  /** Spring Security would take a token without a character for none, and not say what is wrong. */
  static String notEmpty(String token) {
    if (token.isEmpty()) {
      throw new InvalidBearerTokenException(
          RejectReason.MALFORMED.word(), new RejectedJwtException(RejectReason.MALFORMED));
    }
    return token;
  }

  static OAuth2AuthenticationException severalTokens() {
    return new OAuth2AuthenticationException(
        BearerTokenErrors.invalidRequest("there is more than one token"));
  }
}
