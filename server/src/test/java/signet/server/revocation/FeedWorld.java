package signet.server.revocation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import signet.server.revocation.FeedReader.Head;
import signet.server.revocation.FeedReader.Page;
import signet.server.revocation.FeedReader.Placed;

/**
 * Writers, two servers, three verifiers and a copy in Redis, moved by a schedule: each number is a
 * step of one of them. Writers also move between any two reads of the database. The servers run the
 * real {@link FeedFollower}, the copy the real {@link FeedProjector}.
 */
final class FeedWorld {
  private static final int WRITERS = 3;
  private static final int NODES = 2;
  private static final int VERIFIERS = 3;

  private final boolean oneAtATime;
  private final Deque<Integer> schedule;
  private final TreeMap<Long, String> committed = new TreeMap<>();
  private final Writer[] writers = new Writer[WRITERS];
  private final Node[] nodes = new Node[NODES];
  private final Verifier[] verifiers = new Verifier[VERIFIERS];
  private final Copy copy = new Copy();
  private final FeedProjector projector = new FeedProjector(new Reader(), copy);
  private String epoch = "e0";
  private long lastTaken;
  private boolean rowIsHeld;
  private int named;

  /** What happened, so that a test can tell an empty schedule. */
  int commitsDuringReads;

  int resumptions;
  int pushes;

  /**
   * A world at its beginning.
   *
   * @param oneAtATime whether a writer holds the feed's row from taking its position to its commit
   */
  FeedWorld(List<Integer> schedule, boolean oneAtATime) {
    this.schedule = new ArrayDeque<>(schedule);
    this.oneAtATime = oneAtATime;
    for (int i = 0; i < WRITERS; i++) {
      writers[i] = new Writer();
    }
    for (int i = 0; i < NODES; i++) {
      nodes[i] = new Node();
    }
    for (int i = 0; i < VERIFIERS; i++) {
      verifiers[i] = new Verifier();
    }
  }

  /** Runs the whole schedule, then lets everybody finish. */
  void run() throws InterruptedException {
    while (!schedule.isEmpty()) {
      step(schedule.removeFirst());
      check();
    }
    for (Writer writer : writers) {
      writer.commit();
    }
    for (Node node : nodes) {
      node.follower.step();
    }
    for (Verifier verifier : verifiers) {
      verifier.connect(nodes[0]);
    }
    nodes[0].follower.step();
    projector.step();
    check();
    for (Verifier verifier : verifiers) {
      require(verifier.known.containsAll(committed.values()), "a verifier has not heard of all");
    }
    require(copy.known.containsAll(committed.values()), "the copy does not hold all");
  }

  private void step(int number) throws InterruptedException {
    int who = number / 8;
    switch (number % 8) {
      case 0, 1 -> writers[who % WRITERS].move();
      case 2 -> nodes[who % NODES].follower.step();
      case 3 -> nodes[who % NODES] = nodes[who % NODES].restarted();
      case 4, 5 -> verifiers[who % VERIFIERS].connect(nodes[who % NODES]);
      case 6 -> projector.step();
      default -> {
        switch (who % 8) {
          case 0 -> epoch = "e" + number + committed.size();
          case 1 -> copy.clear();
          default -> verifiers[who % VERIFIERS].disconnect();
        }
      }
    }
  }

  /** Whoever says that it has everything up to a position has it. */
  private void check() {
    for (Verifier verifier : verifiers) {
      if (verifier.position.epoch().equals(epoch)) {
        require(
            verifier.known.containsAll(committed.headMap(verifier.position.seq(), true).values()),
            "a verifier lacks what lies before its position");
      }
    }
    copy.at
        .filter(at -> at.epoch().equals(epoch))
        .ifPresent(
            at ->
                require(
                    copy.known.containsAll(committed.headMap(at.seq(), true).values()),
                    "the copy lacks what lies before its position"));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /** Writers go on while somebody reads. */
  private void interleave() {
    int moves = schedule.isEmpty() ? 0 : schedule.peekFirst() % 3;
    for (int i = 0; i < moves && !schedule.isEmpty(); i++) {
      commitsDuringReads += writers[schedule.removeFirst() % WRITERS].move() ? 1 : 0;
    }
  }

  private final class Writer {
    private long taken;

    /** Takes a position, or commits; gives whether it committed. */
    boolean move() {
      if (taken != 0) {
        commit();
        return true;
      }
      if (!oneAtATime || !rowIsHeld) {
        rowIsHeld = true;
        taken = ++lastTaken;
      }
      return false;
    }

    void commit() {
      if (taken != 0) {
        committed.put(taken, "j" + named++);
        rowIsHeld = false;
        taken = 0;
      }
    }
  }

  private final class Reader implements FeedReader {
    @Override
    public Head head() {
      Head head = new Head(epoch, committed.isEmpty() ? 0 : committed.lastKey());
      interleave();
      return head;
    }

    @Override
    public void read(long after, long upTo, PageConsumer pages) throws InterruptedException {
      for (long seq = after + 1; seq <= upTo; seq++) {
        String name = committed.get(seq);
        List<Placed> entries =
            name == null
                ? List.of()
                : List.of(new Placed(seq, RevocationEntry.token(name), Long.MAX_VALUE));
        pages.accept(new Page(entries, seq));
        interleave();
      }
    }

    @Override
    public void awaitChange(Duration atMost) {
      throw new IllegalStateException("nobody waits here");
    }

    @Override
    public void close() {}
  }

  /** A server, and the streams that it pushes to. */
  private final class Node implements FeedFollower.Listener {
    private final FeedFollower follower =
        new FeedFollower(new Reader(), List.of(this), System::nanoTime);
    private final List<Verifier> streams = new ArrayList<>();
    private Head head = new Head("", 0);

    Node restarted() {
      streams.forEach(verifier -> verifier.node = null);
      return new Node();
    }

    @Override
    public void began(Head newHead) {
      head = newHead;
      streams.forEach(verifier -> verifier.node = null);
      streams.clear();
    }

    @Override
    public void grew(Page page) {
      head = new Head(head.epoch(), Math.max(head.seq(), page.upTo()));
      streams.forEach(verifier -> verifier.take(head.epoch(), page));
      pushes += streams.size();
    }

    @Override
    public void isFresh(Head newHead, long readNanos) {
      head = newHead;
      streams.forEach(verifier -> verifier.position = newHead);
    }
  }

  /** Resumes as the server's endpoint lets it. */
  private final class Verifier {
    private final Set<String> known = new HashSet<>();
    private Head position = new Head("", 0);
    private Node node;

    void disconnect() {
      if (node != null) {
        node.streams.remove(this);
        node = null;
      }
    }

    void connect(Node to) throws InterruptedException {
      disconnect();
      Reader reader = new Reader();
      Head head = reader.head();
      boolean resumes = position.epoch().equals(head.epoch()) && position.seq() <= head.seq();
      resumptions += resumes && position.seq() > 0 ? 1 : 0;
      long sent = resumes ? position.seq() : 0;
      String current = head.epoch();
      for (int looks = 0; looks < 3; looks++) {
        reader.read(sent, head.seq(), page -> take(current, page));
        if (to.head.epoch().equals(current) && to.head.seq() <= head.seq()) {
          node = to;
          to.streams.add(this);
          position = to.head;
          return;
        }
        sent = head.seq();
        head = reader.head();
        if (!head.epoch().equals(current)) {
          return;
        }
      }
    }

    private void take(String of, Page page) {
      page.entries().forEach(placed -> known.add(placed.entry().value()));
      if (!page.entries().isEmpty()) {
        position = new Head(of, page.upTo());
      }
    }
  }

  private static final class Copy implements FeedProjection {
    private final Set<String> known = new HashSet<>();
    private Optional<Head> at = Optional.empty();

    void clear() {
      known.clear();
      at = Optional.empty();
    }

    @Override
    public Optional<Head> position() {
      return at;
    }

    @Override
    public boolean add(Optional<Head> before, Page page, Head after) {
      page.entries().forEach(placed -> known.add(placed.entry().value()));
      boolean moves = at.equals(before);
      at = moves ? Optional.of(after) : at;
      return moves;
    }
  }
}
