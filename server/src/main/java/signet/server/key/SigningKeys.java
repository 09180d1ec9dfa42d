package signet.server.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jws.SigningKey;
import signet.server.outage.OutageException;

/**
 * The keys in use: one that signs, and the set that is published. Follows the store by {@link
 * KeyRotation}; reading takes no lock. Thread-safe.
 */
public final class SigningKeys implements KeySetHolder {
  private final PrivateKeys privateKeys;
  private final LongSupplier nanoTime;
  private final Map<String, LongAdder> signatures = new ConcurrentHashMap<>();
  private final DeviceWatch watch;
  private Map<String, Jwk> parsed = Map.of();

  private volatile JwkSet verifying = JwkSet.of();
  private volatile @Nullable KeySetView view;
  private volatile long leaseEndNanos;

  SigningKeys(PrivateKeys privateKeys, LongSupplier nanoTime) {
    this.privateKeys = privateKeys;
    this.nanoTime = nanoTime;
    this.watch = new DeviceWatch(privateKeys, nanoTime);
    this.leaseEndNanos = nanoTime.getAsLong();
  }

  @Override
  public synchronized void adopt(KeySnapshot set) {
    StoredKey signing = set.signing().orElseThrow();
    KeySetView before = view;
    SigningKey active =
        before != null && before.activeKid().equals(signing.kid())
            ? before.active()
            : opened(signing);
    // The same instances, so that what verifiers have prepared for a key stays.
    Map<String, Jwk> next = new HashMap<>();
    List<Jwk> published =
        set.keys().stream()
            .filter(StoredKey::isPublished)
            .map(key -> next.computeIfAbsent(key.kid(), kid -> parse(kid, key.publicJwk())))
            .toList();
    JwkSet publishedSet =
        before != null && before.published().keys().equals(published)
            ? before.published()
            : JwkSet.of(published);
    List<Jwk> all = new ArrayList<>(published);
    set.keys().stream()
        .filter(key -> key.isSymmetric() && key.state().isPublished())
        .forEach(key -> all.add(next.computeIfAbsent(key.kid(), kid -> secret(key))));
    parsed = next;
    verifying = all.size() == published.size() ? publishedSet : JwkSet.of(all);
    view =
        new KeySetView(
            set.seq(),
            active,
            signing.kid(),
            signing.times().activeAt().orElse(signing.createdAt()),
            publishedSet);
  }

  private SigningKey opened(StoredKey key) {
    SigningKey opened = privateKeys.open(key);
    watch.follow(key);
    return opened;
  }

  /**
   * Looks whether a key that lies in a device can still sign, and gets it back where it can not: a
   * signature a call, and tries that become rarer. For one thread; cheap for other keys.
   */
  void lookAfterDevice() {
    KeySetView before = view;
    if (before != null) {
      watch.look(before.active()).ifPresent(again -> replace(before.activeKid(), again));
    }
  }

  private synchronized void replace(String kid, SigningKey again) {
    KeySetView now = view();
    if (now.activeKid().equals(kid)) {
      view = new KeySetView(now.seq(), again, kid, now.activeSince(), now.published());
    }
  }

  private Jwk secret(StoredKey key) {
    Jwk known = parsed.get(key.kid());
    return known == null ? privateKeys.openSecret(key) : known;
  }

  private Jwk parse(String kid, String publicJwk) {
    Jwk known = parsed.get(kid);
    return known == null ? Jwk.parse(publicJwk) : known;
  }

  @Override
  public void leasedUntil(long nanos) {
    leaseEndNanos = nanos;
  }

  /** The set as it is now. */
  public KeySetView view() {
    return Objects.requireNonNull(view, "no set has been loaded");
  }

  /**
   * The key that signs now.
   *
   * @throws OutageException if this node has not heard of the database for as long as its lease
   *     lasts, since another key may sign by now, or if the device with the key does not answer
   */
  public SigningKey active() {
    if (watch.isAway()) {
      throw new OutageException("the device with the signing key does not answer");
    }
    if (!maySign()) {
      throw new OutageException("the lease of the signing keys has run out");
    }
    return view().active();
  }

  /** Whether {@link #active} would give a key. */
  public boolean maySign() {
    return view != null && !watch.isAway() && nanoTime.getAsLong() - leaseEndNanos < 0;
  }

  /** What verifiers are told; public keys alone. */
  public JwkSet published() {
    return view().published();
  }

  /** What this server's own endpoints verify with: the published keys, and secrets. */
  public JwkSet verifying() {
    return verifying;
  }

  /** Counts a signature of that key. */
  public void countSignature(String kid) {
    signatures.computeIfAbsent(kid, k -> new LongAdder()).increment();
  }

  /** How often this node signed with each key; changes all the time. */
  public Map<String, LongAdder> signatures() {
    return Collections.unmodifiableMap(signatures);
  }
}
