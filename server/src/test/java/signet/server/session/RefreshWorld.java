package signet.server.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import signet.server.session.RefreshDecision.Outcome;

/**
 * A model of one session and everybody who holds its tokens, searched breadth first.
 *
 * <p>Honest clients share one cookie, as tabs do, and each has one request on its way; the last one
 * sends the same token once more where it hears nothing. A thief copies the cookie at any time and
 * refreshes on its own. A logout may be on its way. Requests and replies may be lost, and overtake
 * each other; the server may crash before its commit (the same as a lost request) and after it (the
 * same as a lost reply).
 *
 * <p>Only the order of generations matters, so states that agree in it are one, and so are ages
 * from the window on: the states are finite, and the search ends with all of them seen.
 */
final class RefreshWorld {
  enum Finding {
    HONEST_LOGOUT,
    DIVERGENCE_UNSEEN,
    REFRESH_AFTER_LOGOUT,
    THIEF_FOUND,
    THIEF_GRANTED
  }

  // Where things stand in a state.
  private static final int GEN = 0;
  private static final int PARENT = 1;
  private static final int ROTATED_AGE = 2;
  private static final int HANDED_AGE = 3;
  private static final int ENDED = 4;
  private static final int COOKIE = 5;
  private static final int LOGOUT = 6;
  private static final int FIRST_PARTY = 7;
  // Of each party: phase, token, age of its exchange.
  private static final int PARTY_SIZE = 3;

  private static final int IDLE = 0;
  private static final int ASKING = 1;
  private static final int ANSWERED = 2;
  private static final int REFUSED = 3;
  private static final int UNHEARD = 4;
  private static final int ASKING_AGAIN = 5;

  private static final int LIVE = 0;
  private static final int ENDED_BY_THEFT = 1;
  private static final int ENDED_BY_LOGOUT = 2;

  private final int window;
  private final int roundTrip;
  private final int clients;
  private final boolean thief;
  private final boolean blindRetry;
  private final RefreshRules rules;
  private final Map<Long, Long> seenFrom = new HashMap<>();
  private final ArrayDeque<Long> frontier = new ArrayDeque<>();
  private boolean found;
  private long foundAt;
  private String foundBy = "";

  /**
   * A world. Times are in ticks; a message that is older than a round trip no longer arrives.
   *
   * @param blindRetry the last client waits a whole round trip before it sends the same token
   *     again; otherwise it does so at once, so that the answer still comes within a round trip of
   *     the first sending, and reads the cookie again after that
   */
  RefreshWorld(int window, int roundTrip, int clients, boolean thief, boolean blindRetry) {
    this.window = window;
    this.roundTrip = roundTrip;
    this.clients = clients;
    this.thief = thief;
    this.blindRetry = blindRetry;
    this.rules = new RefreshRules(Duration.ofMillis(window), false, false);
  }

  int states() {
    return seenFrom.size();
  }

  /** The shortest way to what is looked for, step by step; empty if no way leads there. */
  List<String> search(Finding finding) {
    seenFrom.clear();
    frontier.clear();
    found = false;
    int[] start = new int[FIRST_PARTY + PARTY_SIZE * (clients + (thief ? 1 : 0))];
    start[GEN] = 1;
    start[COOKIE] = 1;
    long first = pack(start);
    seenFrom.put(first, first);
    frontier.add(first);
    while (!frontier.isEmpty() && !found) {
      long state = frontier.remove();
      expand(state, finding);
    }
    return found ? path(first) : List.of();
  }

  private List<String> path(long first) {
    List<String> steps = new ArrayList<>();
    steps.add(foundBy);
    for (long state = foundAt; state != first; state = seenFrom.get(state)) {
      steps.add(describe(unpack(seenFrom.get(state)), unpack(state)));
    }
    Collections.reverse(steps);
    return steps;
  }

  private void expand(long packed, Finding finding) {
    int[] state = unpack(packed);
    if (mayTick(state)) {
      next(packed, ticked(state));
    }
    for (int party = 0; party < parties(); party++) {
      step(packed, state, party, finding);
    }
    if (thief) {
      stepLogout(packed, state);
    }
  }

  private int parties() {
    return clients + (thief ? 1 : 0);
  }

  private boolean isThief(int party) {
    return party == clients;
  }

  private static int at(int party) {
    return FIRST_PARTY + PARTY_SIZE * party;
  }

  /** Time stands still for a message that must arrive or be lost by now. */
  private boolean mayTick(int[] state) {
    for (int party = 0; party < parties(); party++) {
      if (state[at(party)] != IDLE && state[at(party) + 2] >= roundTrip) {
        return false;
      }
    }
    return true;
  }

  private int[] ticked(int[] state) {
    int[] next = state.clone();
    next[ROTATED_AGE] = Math.min(window, next[ROTATED_AGE] + 1);
    next[HANDED_AGE] = Math.min(window, next[HANDED_AGE] + 1);
    for (int party = 0; party < parties(); party++) {
      if (next[at(party)] != IDLE) {
        next[at(party) + 2]++;
      }
    }
    return next;
  }

  private void step(long from, int[] state, int party, Finding finding) {
    int place = at(party);
    switch (state[place]) {
      case IDLE -> {
        if (!isThief(party)) {
          next(from, with(state, party, ASKING, state[COOKIE]));
        } else {
          stepIdleThief(from, state, party);
        }
      }
      case ASKING, ASKING_AGAIN -> {
        deliver(from, state, party, finding);
        next(from, lost(state, party));
      }
      case ANSWERED -> {
        int[] arrived = state.clone();
        if (!isThief(party)) {
          arrived[COOKIE] = state[place + 1];
        }
        next(from, with(arrived, party, IDLE, isThief(party) ? state[place + 1] : 0));
        next(from, lost(state, party));
      }
      case REFUSED -> next(from, with(state, party, IDLE, 0));
      default -> {
        int[] again = with(state, party, ASKING_AGAIN, state[place + 1]);
        if (!blindRetry) {
          again[place + 2] = state[place + 2];
          next(from, with(state, party, IDLE, 0));
          next(from, again);
        } else if (state[place + 2] >= roundTrip) {
          next(from, again);
        }
      }
    }
  }

  private void stepIdleThief(long from, int[] state, int party) {
    next(from, with(state, party, IDLE, state[COOKIE]));
    if (state[at(party) + 1] != 0) {
      next(from, with(state, party, ASKING, state[at(party) + 1]));
    }
  }

  /** A request or its reply is lost, or the server crashes before or after its commit. */
  private int[] lost(int[] state, int party) {
    int place = at(party);
    if (isThief(party)) {
      return with(state, party, IDLE, state[place] == ANSWERED ? 0 : state[place + 1]);
    }
    boolean retries = party == clients - 1 && state[place] == ASKING;
    if (!retries) {
      return with(state, party, IDLE, 0);
    }
    int[] next = state.clone();
    next[place] = UNHEARD;
    return next;
  }

  private static int[] with(int[] state, int party, int phase, int token) {
    int[] next = state.clone();
    next[at(party)] = phase;
    next[at(party) + 1] = token;
    next[at(party) + 2] = 0;
    return next;
  }

  private void deliver(long from, int[] state, int party, Finding finding) {
    int place = at(party);
    int presented = state[place + 1];
    Outcome outcome = Outcome.THEFT;
    int[] next = state.clone();
    if (state[ENDED] == LIVE) {
      Generations before =
          new Generations(state[GEN], state[PARENT], -state[ROTATED_AGE], -state[HANDED_AGE]);
      RefreshDecision decision = RefreshDecision.of(presented, before, 0, rules);
      outcome = decision.outcome();
      next[GEN] = (int) decision.next().gen();
      next[PARENT] = (int) decision.next().parent();
      next[ROTATED_AGE] = (int) -decision.next().rotatedAtMillis();
      next[HANDED_AGE] = (int) -decision.next().handedAtMillis();
      if (outcome == Outcome.THEFT) {
        next[ENDED] = ENDED_BY_THEFT;
      }
    }
    check(from, state, party, outcome, next, finding);
    next[place] = outcome.grants() ? ANSWERED : REFUSED;
    int retryAge = state[place + 2];
    next[place + 1] = outcome.grants() ? next[GEN] : isThief(party) ? presented : 0;
    next[place + 2] = retryAge;
    next(from, next);
    if (outcome.grants()) {
      int[] replyLost = lost(state, party);
      System.arraycopy(next, 0, replyLost, 0, COOKIE);
      next(from, replyLost);
    }
  }

  private void check(
      long from, int[] state, int party, Outcome outcome, int[] next, Finding finding) {
    boolean ends = state[ENDED] == LIVE && next[ENDED] != LIVE;
    int presented = state[at(party) + 1];
    boolean reached =
        switch (finding) {
          case HONEST_LOGOUT -> ends && !thief;
          case REFRESH_AFTER_LOGOUT -> state[ENDED] == ENDED_BY_LOGOUT && outcome.grants();
          case DIVERGENCE_UNSEEN ->
              state[ENDED] == LIVE
                  && presented < state[GEN]
                  && presented != state[PARENT]
                  && state[ROTATED_AGE] >= window
                  && next[ENDED] == LIVE;
          case THIEF_FOUND -> ends;
          case THIEF_GRANTED -> isThief(party) && outcome.rotates();
        };
    if (reached && !found) {
      found = true;
      foundAt = from;
      foundBy = "client " + party + " presents an old token: " + outcome;
    }
  }

  private void stepLogout(long from, int[] state) {
    int[] next = state.clone();
    if (state[LOGOUT] == 0) {
      next[LOGOUT] = 1;
      next(from, next);
    } else if (state[LOGOUT] == 1) {
      next[LOGOUT] = 2;
      next[ENDED] = state[ENDED] == LIVE ? ENDED_BY_LOGOUT : state[ENDED];
      next(from, next);
    }
  }

  private void next(long from, int[] state) {
    long packed = pack(canonical(state));
    if (seenFrom.putIfAbsent(packed, from) == null) {
      frontier.add(packed);
    }
  }

  /** The same order of generations, in the smallest numbers; 0 stays what it is. */
  private int[] canonical(int[] state) {
    int[] next = state.clone();
    if (next[ENDED] != LIVE) {
      // Nothing can follow but refusals, so times and generations no longer matter.
      next[ROTATED_AGE] = 0;
      next[HANDED_AGE] = 0;
    }
    int[] values = new int[3 + parties()];
    values[0] = next[GEN];
    values[1] = next[PARENT];
    values[2] = next[COOKIE];
    for (int party = 0; party < parties(); party++) {
      values[3 + party] = next[at(party) + 1];
    }
    int[] ranks = Arrays.stream(values).filter(value -> value > 0).distinct().sorted().toArray();
    next[GEN] = rank(ranks, next[GEN]);
    next[PARENT] = rank(ranks, next[PARENT]);
    next[COOKIE] = rank(ranks, next[COOKIE]);
    for (int party = 0; party < parties(); party++) {
      next[at(party) + 1] = rank(ranks, next[at(party) + 1]);
    }
    return next;
  }

  private static int rank(int[] ranks, int value) {
    return value == 0 ? 0 : 1 + Arrays.binarySearch(ranks, value);
  }

  // Three bits for most numbers, four for ages of messages.
  private long pack(int[] state) {
    long packed = 0;
    for (int i = 0; i < state.length; i++) {
      packed = packed << bits(i) | state[i];
    }
    return packed;
  }

  private int[] unpack(long packed) {
    int[] state = new int[FIRST_PARTY + PARTY_SIZE * parties()];
    long rest = packed;
    for (int i = state.length - 1; i >= 0; i--) {
      state[i] = (int) (rest & (1L << bits(i)) - 1);
      rest >>>= bits(i);
    }
    return state;
  }

  private static int bits(int index) {
    if (index == ENDED || index == LOGOUT) {
      return 2;
    }
    return index >= FIRST_PARTY && (index - FIRST_PARTY) % PARTY_SIZE == 2 ? 4 : 3;
  }

  private String describe(int[] before, int[] after) {
    for (int party = 0; party < parties(); party++) {
      if (before[at(party)] != after[at(party)]) {
        return "client %d: %s".formatted(party, phase(before[at(party)], after[at(party)]));
      }
    }
    return before[LOGOUT] == after[LOGOUT] ? "a tick passes" : "a logout";
  }

  private static String phase(int before, int after) {
    return switch (after) {
      case ASKING -> "sends its token";
      case ASKING_AGAIN -> "sends the same token again";
      case ANSWERED -> "the server answers with a token";
      case REFUSED -> "the server refuses";
      case UNHEARD -> "hears nothing";
      default ->
          before == ANSWERED
              ? "the reply arrives, or is lost"
              : "the request is lost, or its reply";
    };
  }
}
