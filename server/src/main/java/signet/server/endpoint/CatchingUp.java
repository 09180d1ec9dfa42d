package signet.server.endpoint;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Lets a stated number of streams at once be sent what they have missed, and of one client half as
 * many; the others wait for their turn. So a client that does not read what it is sent keeps no
 * other client waiting. Thread-safe.
 */
final class CatchingUp {
  private final Semaphore turns;
  private final int mostOfOne;
  private final int mostWaiting;
  private final Map<String, Share> shares = new HashMap<>();

  /** A client's turns, for as long as one of its streams has one or waits for one. */
  private record Share(Semaphore turns, int streams) {}

  /** What is done when it is a stream's turn. */
  @FunctionalInterface
  interface Turn {
    void take() throws InterruptedException;
  }

  /**
   * Turns for that many.
   *
   * @param most at once
   * @param mostWaiting of one client, with those that have their turn
   */
  CatchingUp(int most, int mostWaiting) {
    this.turns = new Semaphore(most, true);
    this.mostOfOne = Math.max(1, most / 2);
    this.mostWaiting = mostWaiting;
  }

  /**
   * Waits for a turn, and takes it.
   *
   * @return false, with nothing done, where too many of that client wait already
   */
  boolean inTurn(String client, Turn turn) throws InterruptedException {
    Semaphore own = join(client);
    if (own == null) {
      return false;
    }
    try {
      holding(own, () -> holding(turns, turn));
      return true;
    } finally {
      leave(client);
    }
  }

  private static void holding(Semaphore turns, Turn turn) throws InterruptedException {
    turns.acquire();
    try {
      turn.take();
    } finally {
      turns.release();
    }
  }

  private synchronized @Nullable Semaphore join(String client) {
    Share share = shares.getOrDefault(client, new Share(new Semaphore(mostOfOne, true), 0));
    if (share.streams() >= mostWaiting) {
      return null;
    }
    shares.put(client, new Share(share.turns(), share.streams() + 1));
    return share.turns();
  }

  private synchronized void leave(String client) {
    Share share = shares.remove(client);
    if (share != null && share.streams() > 1) {
      shares.put(client, new Share(share.turns(), share.streams() - 1));
    }
  }

  /** How many clients have streams that catch up or wait. */
  synchronized int clients() {
    return shares.size();
  }
}
