package signet.gateway.proxy;

import java.util.List;

/**
 * The way of every request, in this order: limits → strip → authenticate → authorize → mint →
 * forward. Whatever ends it on the way, the exchange is observed once when it has ended. Immutable.
 */
final class Pipeline {
  private final Step[] steps;

  Pipeline(Setup setup) {
    steps =
        List.of(
                new LimitsStep(setup),
                new StripStep(setup),
                new AuthenticateStep(setup),
                new AuthorizeStep(),
                new MintStep(setup),
                new ForwardStep(setup))
            .toArray(Step[]::new);
  }

  /** The step at that place of the way. */
  Step step(int index) {
    return steps[index];
  }
}
