package signet.gateway.proxy;

import java.util.List;
import java.util.Optional;
import signet.gateway.mint.TransactionTokensUnavailableException;

/** Has the transaction token made that the service sees. */
final class MintStep implements Step {
  private static final String HEADER = "txn-token";

  private final Setup setup;

  MintStep(Setup setup) {
    this.setup = setup;
  }

  @Override
  public Progress take(Exchange exchange) {
    if (exchange.who == null
        || exchange.accessToken == null
        || !setup.gate().mintsFor(exchange.route())) {
      return Progress.NEXT;
    }
    try {
      exchange.transactionToken =
          setup
              .gate()
              .mint(
                  exchange.route(),
                  exchange.who,
                  exchange.accessToken,
                  exchange.clientAddress,
                  incoming(exchange))
              .orElse(null);
      return Progress.NEXT;
    } catch (TransactionTokensUnavailableException e) {
      exchange.refuse(Problem.NOT_READY);
      return Progress.ANSWERED;
    }
  }

  private Optional<String> incoming(Exchange exchange) {
    if (setup.config().proxies().continueTransactions().isEmpty()
        || !setup.mayContinue(exchange.peer)) {
      return Optional.empty();
    }
    List<String> values = exchange.request().headers().getAll(HEADER);
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }
}
