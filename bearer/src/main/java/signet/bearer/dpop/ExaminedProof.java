package signet.bearer.dpop;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A proof that was judged by itself, and not looked up yet among those used before. Where a proof
 * comes with no token that it is bound to, anybody can make one with a key of his own: it should be
 * {@linkplain #use used} only once the sender has shown more, or strangers fill the memory of used
 * proofs. For one request, by one thread at a time.
 */
public final class ExaminedProof {
  private final DpopResult byItself;
  private final Supplier<DpopResult> lookup;
  private @Nullable DpopResult used;

  /**
   * A proof.
   *
   * @param lookup the result once it was looked up; the same where it does not hold by itself
   */
  ExaminedProof(DpopResult byItself, Supplier<DpopResult> lookup) {
    this.byItself = byItself;
    this.lookup = lookup;
  }

  /** What is wrong with it by itself, or by what key it holds. */
  public DpopResult byItself() {
    return byItself;
  }

  /** Uses it up, and says whether it holds, and nobody has used it before; the same each time. */
  public DpopResult use() {
    DpopResult result = used;
    if (result == null) {
      result = lookup.get();
      used = result;
    }
    return result;
  }
}
