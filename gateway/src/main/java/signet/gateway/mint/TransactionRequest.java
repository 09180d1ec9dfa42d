package signet.gateway.mint;

import java.util.Optional;
import signet.jose.jwt.VerifiedJwt;

/**
 * What a transaction token is made of. Immutable; never shows the tokens.
 *
 * @param rule of the route, one instance for as long as the route lives: with the access token it
 *     names what may be used again
 * @param accessToken verified for this request
 * @param compact the same as it was sent
 * @param clientAddress from where the request came, seen from outside of trusted proxies; an IP
 *     address
 * @param incoming the one {@code Txn-Token} header of a peer that may continue transactions; not
 *     verified yet
 */
public record TransactionRequest(
    MintRule rule,
    VerifiedJwt accessToken,
    String compact,
    String clientAddress,
    Optional<String> incoming) {
  @Override
  public String toString() {
    return "TransactionRequest[" + rule.route() + "]";
  }
}
