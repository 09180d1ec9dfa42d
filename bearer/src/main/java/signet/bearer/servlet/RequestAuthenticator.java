package signet.bearer.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import signet.bearer.Authentication;
import signet.bearer.BearerAuthenticator;
import signet.bearer.BearerRequest;
import signet.bearer.RoutePolicy;
import signet.bearer.TransactionAuthenticator;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.txn.TransactionToken;

/** By which of its headers a request is judged. Safe for use by many threads. */
sealed interface RequestAuthenticator {
  /** The policy, if it can be met here. */
  RoutePolicy require(RoutePolicy policy);

  /** What becomes of the request. */
  Authentication authenticate(HttpServletRequest request, RoutePolicy policy);

  /** What the container calls this way of authenticating. */
  String authType();

  /**
   * By {@code Authorization}, and by {@code DPoP} where the application's own address is known.
   *
   * @param origin scheme, host and port of the application; null where proofs are not looked at
   */
  record ByAccessToken(BearerAuthenticator authenticator, @Nullable String origin)
      implements RequestAuthenticator {
    @Override
    public RoutePolicy require(RoutePolicy policy) {
      return authenticator.require(policy);
    }

    @Override
    public Authentication authenticate(HttpServletRequest request, RoutePolicy policy) {
      BearerRequest presented =
          BearerRequest.of(Collections.list(request.getHeaders("Authorization")));
      if (origin != null) {
        presented =
            presented.withProof(
                Collections.list(request.getHeaders(DpopVerifier.HEADER)),
                request.getMethod(),
                origin + request.getRequestURI());
      }
      return authenticator.authenticate(presented, policy);
    }

    @Override
    public String authType() {
      return "BEARER";
    }
  }

  /** By {@code Txn-Token}. */
  record ByTransactionToken(TransactionAuthenticator authenticator)
      implements RequestAuthenticator {
    @Override
    public RoutePolicy require(RoutePolicy policy) {
      return authenticator.require(policy);
    }

    @Override
    public Authentication authenticate(HttpServletRequest request, RoutePolicy policy) {
      return authenticator.authenticate(
          Collections.list(request.getHeaders(TransactionToken.HEADER)), policy);
    }

    @Override
    public String authType() {
      return "TXN-TOKEN";
    }
  }
}
