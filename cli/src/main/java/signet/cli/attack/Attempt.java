package signet.cli.attack;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Sends attacks and judges the answers. For one use. */
final class Attempt {
  private static final int OK = 200;
  private static final int REDIRECTION = 300;
  private static final int SERVER_ERROR = 500;
  private static final int UNAVAILABLE = 503;

  /** Those with which a request is turned away for what it carries. */
  private static final List<Integer> REFUSALS = List.of(400, 401, 403, 413, 414, 431);

  private final Endpoint endpoint;
  private final Map<Hole, Integer> tried = new EnumMap<>(Hole.class);
  private final Map<Hole, List<String>> open = new EnumMap<>(Hole.class);
  private final Map<Hole, List<String>> unclear = new EnumMap<>(Hole.class);

  Attempt(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Sends one. */
  void send(Attack attack) {
    tried.merge(attack.hole(), 1, Integer::sum);
    int status = endpoint.status(attack.authorization(), attack.query());
    if (status >= OK && status < REDIRECTION) {
      note(open, attack.hole(), attack.variant());
    } else if (status == Endpoint.NOTHING || (status >= SERVER_ERROR && status != UNAVAILABLE)) {
      String answer = status == Endpoint.NOTHING ? "no answer" : Integer.toString(status);
      note(open, Hole.BREAKS, attack.hole().word() + ", " + attack.variant() + ": " + answer);
    } else if (!REFUSALS.contains(status)) {
      note(unclear, attack.hole(), attack.variant() + ": " + status);
    }
  }

  /** Records what was found without an answer of the endpoint. */
  void found(Hole hole, List<String> variants) {
    tried.merge(hole, 1, Integer::sum);
    variants.forEach(variant -> note(open, hole, variant));
  }

  private static void note(Map<Hole, List<String>> where, Hole hole, String what) {
    where.computeIfAbsent(hole, h -> new ArrayList<>()).add(what);
  }

  /**
   * What was found of each hole, in the order of {@link Hole}.
   *
   * @param needs what has to be given for those that were not tried
   */
  List<Finding> findings(Map<Hole, String> needs) {
    List<Finding> all = new ArrayList<>();
    for (Hole hole : Hole.values()) {
      int count = tried.getOrDefault(hole, 0);
      all.add(
          new Finding(
              hole,
              count,
              open.getOrDefault(hole, List.of()),
              unclear.getOrDefault(hole, List.of()),
              count == 0 ? needs.getOrDefault(hole, "not for this token") : ""));
    }
    return all;
  }
}
