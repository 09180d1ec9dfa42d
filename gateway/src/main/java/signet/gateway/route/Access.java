package signet.gateway.route;

/** Whether a route asks for an access token. A route says one of these, or it does not load. */
public enum Access {
  /** A request without a token is answered with 401. */
  REQUIRED,
  /** A request without a token passes; a bad token is refused as everywhere. */
  OPTIONAL,
  /** Tokens are not looked at. */
  PUBLIC
}
