package signet.server.key;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import signet.jose.jwa.JwsAlgorithm;
import signet.server.audit.AuditEvent;

/**
 * Three nodes over one store and five verifiers, in simulated time: the real lifecycle, rotation
 * and contract of the store, with keys that are names. A verifier keeps the set for as long as it
 * may and never asks again before, which is worse than ours are; clocks of nodes and verifiers are
 * up to 30 s off.
 *
 * <p>Assumed, as the guide says: no verifier fails to fetch the set for longer than the margin.
 * What one refuses whose set is older than that is not counted; what it accepts is.
 */
final class KeyWorld {
  static final Duration LIFETIME = Duration.ofMinutes(15);
  static final Duration MAX_AGE = Duration.ofMinutes(5);
  static final Duration MARGIN = Duration.ofMinutes(2);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int SKEW_MILLIS = 30_000;
  private static final int NODES = 3;
  private static final int VERIFIERS = 5;
  private static final int KEPT_TOKENS = 20;
  private static final AuditEvent.Origin OPERATOR = new AuditEvent.Origin("operator", "", "");

  /** What befalls the world. */
  enum Fate {
    STOP_NODE,
    KILL_NODE,
    START_NODE,
    RESTART_VERIFIER,
    JWKS_OUTAGE,
    ROTATE,
    COMPROMISE,
    OTHER_ALGORITHM
  }

  /**
   * Something that happens.
   *
   * @param afterMillis since the event before
   * @param which of those whom it can befall
   */
  record Event(long afterMillis, Fate fate, int which) {}

  private record Due(Instant at, long order, Runnable what) {}

  private record Token(String kid, Instant signedAt, Instant expiresAt, boolean early) {}

  private final Random random;
  private final Duration rotation;
  private final boolean gated;
  private final PriorityQueue<Due> agenda =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
  private final InMemoryKeyStore store;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Verifier> verifiers = new ArrayList<>();
  private final List<Token> tokens = new ArrayList<>();
  private final Map<String, Instant> compromised = new HashMap<>();
  private final Set<String> everSigned = new HashSet<>();
  private Instant now = Instant.ofEpochSecond(1_800_000_000);
  private Instant outageUntil = now;
  private JwsAlgorithm algorithm = JwsAlgorithm.ES256;
  private long order;
  private long checks;
  private Optional<String> violation = Optional.empty();

  KeyWorld(long seed, Duration rotation, boolean gated) {
    this.random = new Random(seed);
    this.rotation = rotation;
    this.gated = gated;
    this.store = new InMemoryKeyStore(() -> now, LIFETIME);
    store.prepare(gated ? MAX_AGE : Duration.ZERO);
    for (int i = 0; i < NODES; i++) {
      nodes.add(new Node(i));
      nodes.get(i).start();
    }
    for (int i = 0; i < VERIFIERS; i++) {
      verifiers.add(new Verifier());
    }
  }

  private KeyRules rules() {
    Duration nothing = Duration.ZERO;
    return new KeyRules(
        algorithm,
        rotation,
        gated ? MAX_AGE : nothing,
        gated ? MARGIN : nothing,
        KeyRules.SKEW,
        Duration.ofSeconds(60));
  }

  /** Lets everything happen, and some time pass after it; gives what was wrong, if anything was. */
  Optional<String> run(List<Event> events, Duration after) {
    Instant at = now;
    for (Event event : events) {
      at = at.plusMillis(event.afterMillis());
      plan(at, () -> befall(event));
    }
    Instant end = at.plus(after);
    for (Instant day = now.plus(DAY); day.isBefore(end); day = day.plus(DAY)) {
      plan(day, () -> store.forget(now.minus(DAY)));
    }
    while (violation.isEmpty() && !agenda.isEmpty() && !agenda.peek().at().isAfter(end)) {
      Due due = agenda.poll();
      now = due.at();
      due.what().run();
    }
    return violation;
  }

  /** How often a verifier has judged a token. */
  long checks() {
    return checks;
  }

  /** How many keys have signed. */
  int keysThatSigned() {
    return everSigned.size();
  }

  private void plan(Instant at, Runnable what) {
    agenda.add(new Due(at, order++, what));
  }

  private void planIn(Duration least, Duration most, Runnable what) {
    long spread = most.minus(least).toMillis() + 1;
    plan(now.plus(least).plusMillis(random.nextLong(spread)), what);
  }

  private Duration clockError() {
    return Duration.ofMillis(random.nextInt(2 * SKEW_MILLIS + 1) - SKEW_MILLIS);
  }

  private void befall(Event event) {
    Node node = nodes.get(event.which() % NODES);
    switch (event.fate()) {
      case STOP_NODE -> node.stop(true);
      case KILL_NODE -> node.stop(false);
      case START_NODE -> node.start();
      case RESTART_VERIFIER -> verifiers.get(event.which() % VERIFIERS).forget();
      case JWKS_OUTAGE -> outageUntil = now.plus(MARGIN.dividedBy(2));
      case ROTATE -> operate(operations -> operations.rotate(false, OPERATOR));
      case COMPROMISE -> compromise(event.which());
      case OTHER_ALGORITHM -> reconfigure();
    }
  }

  private void operate(Consumer<KeyOperations> operation) {
    String name = "o" + order++;
    try {
      operation.accept(new KeyOperations(store, () -> new QuickKeys(name), rules(), () -> {}));
    } catch (KeyRefusedException e) {
      // Rules hold for operators too.
      return;
    }
  }

  private void compromise(int which) {
    List<String> kids =
        store.all().stream().filter(StoredKey::isPublished).map(StoredKey::kid).toList();
    if (!kids.isEmpty()) {
      String kid = kids.get(which % kids.size());
      operate(operations -> operations.compromise(kid, false, OPERATOR));
      compromised.put(kid, now);
    }
  }

  /** All nodes are restarted with another configuration. */
  private void reconfigure() {
    algorithm = algorithm == JwsAlgorithm.ES256 ? JwsAlgorithm.RS256 : JwsAlgorithm.ES256;
    nodes.forEach(node -> node.stop(true));
    nodes.forEach(Node::start);
  }

  private void fail(String what) {
    violation = Optional.of(now + ": " + what);
  }

  private final class Node implements KeySetHolder {
    private final int number;
    private int starts;
    private Optional<KeyRotation> rotation = Optional.empty();
    private Duration clockError = Duration.ZERO;
    private KeySnapshot serves;
    private Instant mayUntil = Instant.MIN;

    Node(int number) {
      this.number = number;
    }

    void start() {
      if (rotation.isPresent()) {
        return;
      }
      starts++;
      clockError = clockError();
      String name = "n" + number + "-" + starts + "-" + order;
      KeyRotation started =
          new KeyRotation(store, new QuickKeys(name), rules(), this, KeyWorld.this::nanos, name);
      started.catchUp();
      rotation = Optional.of(started);
      int thisStart = starts;
      planIn(Duration.ofSeconds(1), Duration.ofSeconds(15), () -> poll(thisStart));
    }

    void stop(boolean givesBack) {
      if (givesBack) {
        rotation.ifPresent(KeyRotation::close);
      }
      rotation = Optional.empty();
    }

    private void poll(int start) {
      if (start == starts && rotation.isPresent()) {
        rotation.get().poll();
        sign();
        planIn(Duration.ofSeconds(5), Duration.ofSeconds(20), () -> poll(start));
      }
    }

    @Override
    public void adopt(KeySnapshot set) {
      serves = set;
      if (published().isEmpty()) {
        fail("the set is empty");
      }
    }

    @Override
    public void leasedUntil(long nanos) {
      mayUntil = Instant.EPOCH.plusNanos(nanos);
    }

    Set<String> published() {
      Set<String> kids = new HashSet<>();
      serves.keys().stream().filter(StoredKey::isPublished).forEach(key -> kids.add(key.kid()));
      return kids;
    }

    /** As a login or a refresh makes a token, by the clock of this node. */
    void sign() {
      if (!now.isBefore(mayUntil)) {
        return;
      }
      StoredKey key = serves.signing().orElseThrow();
      everSigned.add(key.kid());
      Instant itsNow = now.plus(clockError);
      // Nobody could wait: it was the only one left, after a compromise or at the first start.
      boolean early =
          key.times().activateAt().orElseThrow().isAfter(key.times().activeAt().orElseThrow());
      boolean unheard = key.times().activateAt().equals(key.times().activeAt());
      tokens.add(new Token(key.kid(), now, itsNow.plus(LIFETIME), gated && (early || unheard)));
      if (tokens.size() > KEPT_TOKENS) {
        tokens.removeFirst();
      }
    }
  }

  private long nanos() {
    return Duration.between(Instant.EPOCH, now).toNanos();
  }

  private final class Verifier {
    private final Duration clockError = clockError();
    private Set<String> held = Set.of();
    private Instant fetchedAt = Instant.MIN;
    private Instant refreshAt = Instant.MIN;

    Verifier() {
      planIn(Duration.ZERO, Duration.ofMinutes(1), this::work);
    }

    void forget() {
      held = Set.of();
      refreshAt = Instant.MIN;
      fetchedAt = Instant.MIN;
    }

    private void work() {
      if (!now.isBefore(refreshAt)) {
        fetch();
      }
      // Without a set it answers 503, which refuses no token.
      if (!held.isEmpty()) {
        tokens.forEach(this::judge);
      }
      planIn(Duration.ofSeconds(5), Duration.ofSeconds(45), this::work);
    }

    private void fetch() {
      List<Node> live = nodes.stream().filter(node -> node.rotation.isPresent()).toList();
      if (live.isEmpty() || now.isBefore(outageUntil)) {
        return;
      }
      held = live.get(random.nextInt(live.size())).published();
      fetchedAt = now;
      // A cache that keeps it to the last moment, or one that does not.
      refreshAt =
          now.plusMillis(random.nextBoolean() ? MAX_AGE.toMillis() : random.nextLong(30_000));
    }

    private void judge(Token token) {
      Instant itsNow = now.plus(clockError);
      if (!itsNow.isBefore(token.expiresAt().plusMillis(SKEW_MILLIS))) {
        return;
      }
      checks++;
      boolean accepted = held.contains(token.kid());
      Instant leaked = compromised.get(token.kid());
      // A node that has not heard of it serves the old set until it looks again.
      boolean heard = leaked != null && fetchedAt.isAfter(leaked.plus(rules().lease()));
      if (accepted && heard) {
        fail("a token of the compromised " + token.kid() + " was accepted");
      }
      boolean inTime = !now.isAfter(fetchedAt.plus(MAX_AGE).plus(MARGIN));
      if (!accepted && leaked == null && inTime && !(token.early() && mayLack(token))) {
        fail(
            "a token of %s signed at %s was refused by a verifier that fetched at %s"
                .formatted(token.kid(), token.signedAt(), fetchedAt));
      }
    }

    /** It fetched before anybody could know of the key. */
    private boolean mayLack(Token token) {
      return !fetchedAt.isAfter(
          store.load().find(token.kid()).orElseThrow().createdAt().plus(rules().lease()));
    }
  }
}
