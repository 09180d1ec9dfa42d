package signet.gateway.route;

/** How a service is told who asks. */
public enum Propagation {
  /** By a signed transaction token in the header {@code Txn-Token}. */
  TOKEN,
  /**
   * By plain headers {@code X-Signet-*}, which anybody inside could write: only where a service
   * mesh with mutual TLS stands between gateway and service.
   */
  HEADERS,
  /** Not at all. */
  NONE
}
