package signet.gateway.proxy;

/** Passes the request on, and the answer back. */
final class ForwardStep implements Step {
  private final Setup setup;

  ForwardStep(Setup setup) {
    this.setup = setup;
  }

  @Override
  public Progress take(Exchange exchange) {
    if (exchange.webSocket) {
      new WebSocketForwarding(setup, exchange).begin();
    } else {
      new HttpForwarding(setup, exchange).begin();
    }
    return Progress.LATER;
  }
}
