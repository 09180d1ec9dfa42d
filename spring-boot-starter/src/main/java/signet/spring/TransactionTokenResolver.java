package signet.spring;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import signet.bearer.txn.TransactionHeader;
import signet.bearer.txn.TransactionToken;

/**
 * The transaction token of a request, from its one header {@code Txn-Token}; {@code Authorization}
 * is not looked at. Immutable.
 */
public final class TransactionTokenResolver implements BearerTokenResolver {
  @Override
  public @Nullable String resolve(HttpServletRequest request) {
    TransactionHeader header =
        TransactionHeader.of(Collections.list(request.getHeaders(TransactionToken.HEADER)));
    if (header.isAmbiguous()) {
      throw new OAuth2AuthenticationException(
          BearerTokenErrors.invalidRequest("there is more than one token"));
    }
    return header.token().map(StrictBearerTokenResolver::notEmpty).orElse(null);
  }
}
