package signet.gateway.proxy;

import signet.bearer.Anonymous;
import signet.bearer.Authenticated;
import signet.bearer.Challenge;
import signet.gateway.route.Access;

/** Lets pass whom the route lets pass, and answers all others. */
final class AuthorizeStep implements Step {
  @Override
  public Progress take(Exchange exchange) {
    if (exchange.route().access() == Access.PUBLIC) {
      return Progress.NEXT;
    }
    if (exchange.outcome instanceof Authenticated authenticated) {
      exchange.who = authenticated;
      return Progress.NEXT;
    }
    if (exchange.outcome instanceof Anonymous && exchange.route().access() == Access.OPTIONAL) {
      return Progress.NEXT;
    }
    if (exchange.outcome instanceof Challenge challenge) {
      exchange.refuse(challenge);
    } else {
      exchange.refuse(Problem.INTERNAL_ERROR);
    }
    return Progress.ANSWERED;
  }
}
