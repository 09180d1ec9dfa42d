package signet.gateway.proxy;

import org.jspecify.annotations.Nullable;

/**
 * What is looked at a few times a second for as long as it is under way: whether it has taken too
 * long. A member of one list of one event loop.
 */
abstract class Timed {
  @Nullable Timed previous;
  @Nullable Timed next;
  boolean listed;

  /** Ends what has taken too long. */
  abstract void tick(long nowNanos);

  /** Ends because the gateway does, where it would not end soon by itself. */
  abstract void drain();
}
