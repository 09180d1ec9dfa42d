package signet.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import signet.benchmarks.soak.Outcome.Kind;
import signet.benchmarks.soak.UserRecord.Account;

/**
 * Judges each answer by what was promised before it. Safe for use by many threads.
 *
 * <p>The bounds after which a revoked token must be refused, counted from the answer to whoever
 * revoked it to the sending of the request:
 *
 * <ul>
 *   <li>nothing is wrong between the commit and the verifier: {@link #CALM_NANOS};
 *   <li>something is: that long after it has recovered, or, where the route refuses while
 *       revocations are stale, {@link #STALE_NANOS} if that comes first;
 *   <li>the verifier itself is started anew meanwhile, from its copy on disk: {@link #STALE_NANOS}
 *       where it refuses, else when it has recovered;
 *   <li>in any case the token's end and the clock skew.
 * </ul>
 *
 * An answer that nobody saw leaves open whether the change counts, and is judged in neither way.
 */
final class Checker {
  /** Where polling alone works, a revocation is known everywhere after that long. */
  static final long CALM_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  /** {@code staleAfter} of verifiers. */
  static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** The clock skew that verifiers bear, in milliseconds. */
  private static final long SKEW_MILLIS = 30_000;

  /** How far the clock of a process is put off by {@link FaultKind#CLOCK}, at most. */
  private static final long CLOCK_MILLIS = 20_000;

  /** How long after a leak a key may sign that some verifiers had no time to fetch. */
  private static final long EARLY_KEY_NANOS = TimeUnit.SECONDS.toNanos(90);

  private static final long ROUNDING_MILLIS = 1_000;
  private static final Set<String> TIME_REASONS =
      Set.of("issued_in_future", "not_yet_valid", "expired");

  private final FaultTimeline timeline;
  private final Verdicts verdicts;
  private final Map<String, Change> leakedKeys = new ConcurrentHashMap<>();

  Checker(FaultTimeline timeline, Verdicts verdicts) {
    this.timeline = timeline;
    this.verdicts = verdicts;
  }

  /** Notes that a key is about to be declared leaked. */
  Change willLeak(String kid, long nanos) {
    Change change = new Change("leaked key", nanos);
    leakedKeys.put(kid, change);
    return change;
  }

  /** An answer of which it matters only whether it is an error. */
  void plain(Asked asked) {
    verdicts.count(asked.what() + ": " + asked.outcome().word());
    Kind kind = asked.outcome().kind();
    if (kind == Kind.WRONG) {
      violated(Rule.WRONG_ANSWER, asked, "");
    } else if ((kind == Kind.UNAVAILABLE || kind == Kind.CUT)
        && !timeline.disturbs(asked.uses(), asked.sentNanos(), asked.answeredNanos())) {
      violated(Rule.ERROR_WITHOUT_FAULT, asked, "");
    }
  }

  /** A logout by whom the session belongs to. */
  void logout(SessionRecord session, Change own, Asked asked) {
    plain(asked);
    if (asked.outcome().is(Kind.REFUSED)
        && !session.mayHaveEndedBeside(own, asked.answeredNanos())) {
      violated(Rule.HONEST_LOGGED_OUT, asked, session.user().name());
    }
  }

  /** A request for a session whose answer nobody waited for. */
  void hungUp(SessionRecord session, Asked asked) {
    verdicts.count(asked.what() + ": hung up");
    if (heldUp(asked)) {
      session.noteHeldUp();
    }
  }

  /** A login with the right password. */
  void login(UserRecord user, Asked asked) {
    plain(asked);
    List<Account> possible = user.possible(asked.sentNanos(), asked.answeredNanos());
    if (asked.outcome().is(Kind.OK) && possible.stream().noneMatch(Account::enabled)) {
      violated(Rule.CHANGE_LOST, asked, user.name() + " is disabled, and was let in");
    }
    if (asked.outcome().is(Kind.REFUSED) && possible.stream().allMatch(Account::enabled)) {
      violated(Rule.HONEST_LOGGED_OUT, asked, user.name());
    }
  }

  /** A refresh by whom the session belongs to. */
  void refresh(SessionRecord session, Asked asked) {
    plain(asked);
    UserRecord user = session.user();
    if (heldUp(asked)) {
      session.noteHeldUp();
    }
    List<Account> possible = user.possible(asked.sentNanos(), asked.answeredNanos());
    if (asked.outcome().is(Kind.OK)) {
      if (session.hasSurelyEndedAt(asked.sentNanos())) {
        violated(Rule.CHANGE_LOST, asked, "a session of " + user.name() + " had ended");
      } else if (possible.stream().noneMatch(Account::enabled)) {
        violated(Rule.CHANGE_LOST, asked, user.name() + " is disabled");
      }
    }
    if (asked.outcome().is(Kind.REFUSED)
        && possible.stream().allMatch(Account::enabled)
        && !session.mayHaveEndedAt(asked.answeredNanos())) {
      if (session.wasHeldUp()) {
        verdicts.count("logged out by a request that was held up for W/3 and more");
      } else {
        violated(Rule.HONEST_LOGGED_OUT, asked, user.name());
      }
    }
  }

  /** Whether a request may have waited where nothing moved for a third of the window. */
  private boolean heldUp(Asked asked) {
    return timeline.any(asked.sentNanos(), asked.answeredNanos(), Fault::holdsRequestsLong);
  }

  /** The token of an answer to a login or a refresh. */
  void issued(AccessToken token, Asked asked) {
    UserRecord user = token.session().user();
    boolean known =
        user.possible(asked.sentNanos(), asked.answeredNanos()).stream()
            .anyMatch(account -> account.roles().equals(token.roles()));
    if (!known) {
      violated(Rule.CHANGE_LOST, asked, user.name() + " has other roles than " + token.roles());
    }
  }

  /** A refresh by a thief, with a token that was used up long ago. */
  void theft(Asked asked) {
    plain(asked);
    if (asked.outcome().is(Kind.OK)) {
      violated(Rule.THIEF_SERVED, asked, "");
    }
  }

  /**
   * A call of a service.
   *
   * @param sentMillis by the wall clock
   */
  void call(AccessToken token, Route route, Asked asked, long sentMillis) {
    plain(asked);
    if (asked.outcome().is(Kind.OK)) {
      accepted(token, route, asked, sentMillis);
    } else if (asked.outcome().is(Kind.REFUSED)
        && !mayBeRefused(token, asked, sentMillis)
        && !mayNotKnowKey(route, asked)) {
      violated(Rule.HONEST_REFUSED, asked, token + ": " + asked.outcome().word());
    }
  }

  private void accepted(AccessToken token, Route route, Asked asked, long sentMillis) {
    boolean off = timeline.any(asked.sentNanos(), asked.answeredNanos(), f -> isClock(f, route));
    long skew = SKEW_MILLIS + ROUNDING_MILLIS + (off ? CLOCK_MILLIS : 0);
    long latest = token.expiresMillis() + skew;
    if (sentMillis > latest) {
      violated(Rule.EXPIRED_ACCEPTED, asked, token + " at " + route);
    }
    Change revoked = UserRecord.earliest(certain(token));
    if (revoked != null && revoked.isSureAt(asked.sentNanos())) {
      verdicts.lateAcceptance(
          route, TimeUnit.NANOSECONDS.toMillis(asked.sentNanos() - revoked.ackedNanos()));
    }
    if (revoked != null && asked.sentNanos() > deadline(route, revoked.ackedNanos(), asked)) {
      long late = TimeUnit.NANOSECONDS.toMillis(asked.sentNanos() - revoked.ackedNanos());
      violated(
          Rule.REVOKED_ACCEPTED,
          asked,
          token + " at " + route + ", " + late + " ms after its " + revoked.what());
    }
  }

  private static boolean isClock(Fault fault, Route route) {
    return fault.kind() == FaultKind.CLOCK && fault.part() == route.verifier();
  }

  /** After which moment a request must not be sent in vain. */
  private long deadline(Route route, long ackedNanos, Asked asked) {
    if (ackedNanos == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    long calm = timeline.calmFrom(route.chain(), ackedNanos, CALM_NANOS);
    if (startedAnew(route, asked)) {
      calm = timeline.calmFrom(route.chain(), asked.sentNanos(), CALM_NANOS);
    }
    long heard = calm == Long.MAX_VALUE ? Long.MAX_VALUE : calm + CALM_NANOS;
    return route.isStrict() ? Math.min(heard, ackedNanos + STALE_NANOS) : heard;
  }

  private boolean startedAnew(Route route, Asked asked) {
    return timeline.any(
        asked.sentNanos(),
        asked.answeredNanos(),
        fault -> fault.part() == route.verifier() && fault.startsAnew());
  }

  /** What takes the token out of force, as soon as it is acknowledged. */
  private List<Change> certain(AccessToken token) {
    List<Change> changes = new ArrayList<>(token.session().sureEnds());
    for (Change change : token.session().user().accountChanges()) {
      if (token.gotNanos() < change.sentNanos()) {
        changes.add(change);
      }
    }
    @Nullable Change leaked = leakedKeys.get(token.kid());
    if (leaked != null) {
      changes.add(leaked);
    }
    return changes;
  }

  private boolean mayBeRefused(AccessToken token, Asked asked, long sentMillis) {
    String reason = asked.outcome().reason();
    long now =
        sentMillis + TimeUnit.NANOSECONDS.toMillis(asked.answeredNanos() - asked.sentNanos());
    if (reason.equals("expired") && now >= token.expiresMillis() - ROUNDING_MILLIS) {
      return true;
    }
    if (token.ofWrongClock() && TIME_REASONS.contains(reason)) {
      return true;
    }
    long answered = asked.answeredNanos();
    @Nullable Change leaked = leakedKeys.get(token.kid());
    if (leaked != null && leaked.isPossibleAt(answered)) {
      return reason.equals("revoked") || reason.equals("unknown_kid");
    }
    if (!reason.equals("revoked")) {
      return false;
    }
    boolean changed =
        token.session().user().accountChanges().stream()
            .anyMatch(c -> c.isPossibleAt(answered) && token.askedNanos() < c.ackedNanos());
    return changed || token.session().mayHaveEndedAt(answered);
  }

  /** After a leak the next key may sign before every verifier has had the time to fetch it. */
  private boolean mayNotKnowKey(Route route, Asked asked) {
    return asked.outcome().reason().equals("unknown_kid")
        && timeline.disturbs(route.chain(), asked.sentNanos(), asked.answeredNanos())
        && leakedKeys.values().stream()
            .anyMatch(
                leak ->
                    leak.isPossibleAt(asked.answeredNanos())
                        && !leak.isSureAt(asked.sentNanos() - EARLY_KEY_NANOS));
  }

  private void violated(Rule rule, Asked asked, String text) {
    List<String> faults = timeline.names(asked.sentNanos(), asked.answeredNanos());
    verdicts.violated(
        rule,
        asked.answeredNanos(),
        asked.what()
            + ": "
            + asked.outcome().word()
            + (text.isEmpty() ? "" : "; " + text)
            + (faults.isEmpty() ? "; no fault" : "; faults " + faults));
  }
}
