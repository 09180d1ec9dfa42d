package signet.spring;

import signet.bearer.Authentication;
import signet.bearer.BearerAuthenticator;
import signet.bearer.RoutePolicy;
import signet.bearer.TransactionAuthenticator;
import signet.bearer.txn.TransactionToken;
import signet.jose.jwt.VerifiedJwt;

/** Whether a token that holds is enough for a route, whatever its kind. Thread-safe. */
interface RouteJudge {
  /** The policy, if it can be met here. */
  RoutePolicy require(RoutePolicy policy);

  /** What becomes of a request with that token. */
  Authentication judge(VerifiedJwt jwt, String token, RoutePolicy policy);

  /** For access tokens. */
  record OfAccessTokens(BearerAuthenticator authenticator) implements RouteJudge {
    @Override
    public RoutePolicy require(RoutePolicy policy) {
      return authenticator.require(policy);
    }

    @Override
    public Authentication judge(VerifiedJwt jwt, String token, RoutePolicy policy) {
      return authenticator.judge(jwt, token, policy);
    }
  }

  /** For transaction tokens. */
  record OfTransactionTokens(TransactionAuthenticator authenticator) implements RouteJudge {
    @Override
    public RoutePolicy require(RoutePolicy policy) {
      return authenticator.require(policy);
    }

    @Override
    public Authentication judge(VerifiedJwt jwt, String token, RoutePolicy policy) {
      return authenticator.judge(
          TransactionToken.of(jwt)
              .orElseThrow(() -> new IllegalStateException("no transaction token was verified")),
          policy);
    }
  }
}
