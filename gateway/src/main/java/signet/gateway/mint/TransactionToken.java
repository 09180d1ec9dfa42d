package signet.gateway.mint;

/**
 * A transaction token for one request. Immutable; never shows the token.
 *
 * @param compact the header's value
 * @param txn the claim of that name, which the access log shows
 */
public record TransactionToken(String compact, String txn) {
  @Override
  public String toString() {
    return "TransactionToken[" + txn + "]";
  }
}
