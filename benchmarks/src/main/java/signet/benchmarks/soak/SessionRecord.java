package signet.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was promised about one session. Safe for use by many threads. */
final class SessionRecord {
  private final UserRecord user;
  private final long askedNanos;
  private final long begunNanos;
  private final List<Change> ends = new CopyOnWriteArrayList<>();
  private volatile boolean heldUp;

  /**
   * A session of a login that was answered.
   *
   * @param askedNanos when the login was sent
   * @param begunNanos when its answer was there
   */
  SessionRecord(UserRecord user, long askedNanos, long begunNanos) {
    this.user = user;
    this.askedNanos = askedNanos;
    this.begunNanos = begunNanos;
  }

  UserRecord user() {
    return user;
  }

  /** Notes an end that is about to be sent. */
  Change willEnd(String what, long nanos) {
    Change change = new Change(what, nanos);
    ends.add(change);
    return change;
  }

  /** What ends it for sure, once it is acknowledged. */
  List<Change> sureEnds() {
    List<Change> sure = new ArrayList<>(ends);
    user.logoutsOfAll().stream().filter(all -> begunNanos < all.sentNanos()).forEach(sure::add);
    return sure;
  }

  boolean mayHaveEndedAt(long nanos) {
    return ends.stream().anyMatch(end -> end.isPossibleAt(nanos))
        || user.logoutsOfAll().stream()
            .anyMatch(all -> all.isPossibleAt(nanos) && askedNanos < all.ackedNanos());
  }

  /** As {@link #mayHaveEndedAt}, by something else than that. */
  boolean mayHaveEndedBeside(Change own, long nanos) {
    return ends.stream().anyMatch(end -> end != own && end.isPossibleAt(nanos))
        || user.logoutsOfAll().stream()
            .anyMatch(
                all -> all != own && all.isPossibleAt(nanos) && askedNanos < all.ackedNanos());
  }

  boolean hasSurelyEndedAt(long nanos) {
    return sureEnds().stream().anyMatch(end -> end.isSureAt(nanos));
  }

  /** A request for it waited in a server that stood still for long. */
  void noteHeldUp() {
    heldUp = true;
  }

  boolean wasHeldUp() {
    return heldUp;
  }
}
