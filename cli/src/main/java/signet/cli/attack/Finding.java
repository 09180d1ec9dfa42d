package signet.cli.attack;

import java.util.List;

/**
 * What was found of one hole.
 *
 * @param hole which
 * @param tried how many requests
 * @param open the forms in which it is open; empty where it is not
 * @param unclear the forms whose answer tells nothing, such as 404
 * @param needs what has to be given before it can be tried; empty where it was
 */
record Finding(Hole hole, int tried, List<String> open, List<String> unclear, String needs) {
  Finding {
    open = List.copyOf(open);
    unclear = List.copyOf(unclear);
  }

  boolean isOpen() {
    return !open.isEmpty();
  }
}
