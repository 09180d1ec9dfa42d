package signet.gateway.mint;

/**
 * Makes transaction tokens (draft-ietf-oauth-transaction-tokens): signed statements of the gateway
 * about a request that services inside verify. A trust boundary: whoever implements it holds the
 * keys. Safe for use by many threads.
 */
public interface TransactionTokens {
  /**
   * The token for one request: a new one, or one that was made for the same access token and rule
   * and counts for a while yet. Called on event loops: it does no I/O and waits for nobody.
   *
   * @throws TransactionTokensUnavailableException if there is no key to sign with at this moment
   */
  TransactionToken mint(TransactionRequest request);
}
