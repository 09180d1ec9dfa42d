package signet.gateway.access;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import signet.bearer.Authenticated;
import signet.bearer.Authentication;
import signet.bearer.BearerAuthenticator;
import signet.bearer.BearerRequest;
import signet.bearer.Challenge;
import signet.gateway.mint.TransactionRequest;
import signet.gateway.mint.TransactionToken;
import signet.gateway.mint.TransactionTokens;
import signet.gateway.route.Propagation;
import signet.gateway.route.Route;
import signet.jose.reject.RejectReason;

/**
 * Judges requests by their route, and makes the transaction tokens of those that pass. For requests
 * through the proxy and for those of other proxies alike. Thread-safe.
 */
public final class Gate {
  /** More than these wait for keys only while somebody floods the gateway with unknown ones. */
  private static final int MAX_WAITING = 256;

  private final Verifiers verifiers;
  private final Optional<TransactionTokens> tokens;
  private final Semaphore waiting = new Semaphore(MAX_WAITING);

  /** A gate; without a source of transaction tokens no request goes on with one. */
  public Gate(Verifiers verifiers, Optional<TransactionTokens> tokens) {
    this.verifiers = verifiers;
    this.tokens = tokens;
  }

  /**
   * Judges a request, in nearly all cases before this returns. Only where no held key fits does it
   * wait for a fetch, on a virtual thread.
   *
   * @param route whose {@link Route#access} is not public
   * @param home where the outcome is delivered if it comes later, such as the event loop
   * @param outcome given once: {@code Authenticated}, {@code Challenge}, or {@code Anonymous} on an
   *     optional route
   */
  public void judge(
      Route route, BearerRequest request, Executor home, Consumer<Authentication> outcome) {
    Verifiers.Pair pair = verifiers.of(route.audience());
    Authentication quick = pair.withHeldKeys().authenticate(request, route.policy());
    if (!mayBeMended(quick) || !waiting.tryAcquire()) {
      outcome.accept(quick);
      return;
    }
    Thread.ofVirtual().start(() -> fetch(route, pair.fetching(), request, home, outcome));
  }

  private static boolean mayBeMended(Authentication outcome) {
    if (!(outcome instanceof Challenge challenge)) {
      return false;
    }
    RejectReason reason = challenge.reason().orElse(null);
    return reason == RejectReason.KEYS_UNAVAILABLE || reason == RejectReason.UNKNOWN_KID;
  }

  private void fetch(
      Route route,
      BearerAuthenticator fetching,
      BearerRequest request,
      Executor home,
      Consumer<Authentication> outcome) {
    Authentication judged;
    try {
      judged = fetching.authenticate(request, route.policy());
    } finally {
      waiting.release();
    }
    home.execute(() -> outcome.accept(judged));
  }

  /** The answer where a token that was accepted on that route is not good any more. */
  public Challenge refusal(Route route, RejectReason why) {
    return verifiers.of(route.audience()).withHeldKeys().challenges().refused(why);
  }

  /** Whether requests of that route go on with a transaction token. */
  public boolean mintsFor(Route route) {
    return tokens.isPresent() && route.propagation() == Propagation.TOKEN;
  }

  /**
   * The transaction token of a request that passed; empty where the route has none.
   *
   * @param compact the access token as it was sent
   * @param clientAddress seen from outside of trusted proxies
   * @param incoming the {@code Txn-Token} of a peer that may continue transactions
   * @throws signet.gateway.mint.TransactionTokensUnavailableException if it cannot be signed
   */
  public Optional<TransactionToken> mint(
      Route route,
      Authenticated who,
      String compact,
      String clientAddress,
      Optional<String> incoming) {
    if (!mintsFor(route)) {
      return Optional.empty();
    }
    return tokens.map(
        source ->
            source.mint(
                new TransactionRequest(
                    route.mintRule(), who.jwt(), compact, clientAddress, incoming)));
  }
}
