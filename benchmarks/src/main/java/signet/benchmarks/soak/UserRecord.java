package signet.benchmarks.soak;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What was promised about one user. One thread at a time changes the account; any may read. Forgets
 * what no token or session can depend on any more.
 */
final class UserRecord {
  private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(15);

  /** An account as it is after a change. */
  record Account(Set<String> roles, boolean enabled) {}

  /** A change of the account, and what it leaves. */
  record AccountChange(Change change, Account after) {}

  private final String name;
  private final String id;
  private final Deque<AccountChange> changes = new ArrayDeque<>();
  private final Deque<Change> logoutsOfAll = new ArrayDeque<>();

  UserRecord(String name, String id, Account account) {
    this.name = name;
    this.id = id;
    Change made = new Change("made", Long.MIN_VALUE);
    made.acknowledge(Long.MIN_VALUE);
    changes.add(new AccountChange(made, account));
  }

  String name() {
    return name;
  }

  /** The {@code sub} of tokens. */
  String id() {
    return id;
  }

  synchronized Account latest() {
    return changes.getLast().after();
  }

  /** Notes a change that is about to be sent; the one before has been acknowledged. */
  synchronized Change willBecome(String what, Account account, long nanos) {
    while (changes.size() > 1 && second().change().isSureAt(nanos - KEPT_NANOS)) {
      changes.removeFirst();
    }
    Change change = new Change(what, nanos);
    changes.add(new AccountChange(change, account));
    return change;
  }

  private AccountChange second() {
    Iterator<AccountChange> iterator = changes.iterator();
    iterator.next();
    return iterator.next();
  }

  /** Notes a logout everywhere that is about to be sent. */
  synchronized Change willLogOutEverywhere(long nanos) {
    logoutsOfAll.removeIf(change -> change.isSureAt(nanos - KEPT_NANOS));
    Change change = new Change("logout everywhere", nanos);
    logoutsOfAll.add(change);
    return change;
  }

  /** What the account can have been while a request was under way. */
  synchronized List<Account> possible(long sentNanos, long answeredNanos) {
    List<Account> possible = new ArrayList<>();
    for (AccountChange each : changes) {
      if (each.change().isSureAt(sentNanos)) {
        possible.clear();
      }
      if (each.change().isPossibleAt(answeredNanos)) {
        possible.add(each.after());
      }
    }
    return possible;
  }

  synchronized List<Change> accountChanges() {
    return changes.stream().map(AccountChange::change).toList();
  }

  synchronized List<Change> logoutsOfAll() {
    return List.copyOf(logoutsOfAll);
  }

  /** The first change of those that is sure; null if none is. */
  static @Nullable Change earliest(List<Change> some) {
    Change earliest = null;
    for (Change change : some) {
      if (earliest == null || change.ackedNanos() < earliest.ackedNanos()) {
        earliest = change;
      }
    }
    return earliest;
  }
}
