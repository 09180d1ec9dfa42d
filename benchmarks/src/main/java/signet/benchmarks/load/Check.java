package signet.benchmarks.load;

import java.util.concurrent.CompletionStage;

/** A way of telling whether the credential of a request is good; may be asked from any thread. */
@FunctionalInterface
interface Check {
  /** Whether it is good; fails where that cannot be told. */
  CompletionStage<Boolean> accepts(String credential);
}
