package signet.server.key;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.runtime.start.StartupException;
import signet.server.audit.AuditEvent;
import signet.server.outage.OutageException;

/**
 * Keeps one node in step with the set of keys: renews its lease, loads what has changed and takes
 * the step that is due. Any number of nodes do so over one store. Thread-safe; who reads {@link
 * SigningKeys} does not wait for it.
 */
public final class KeyRotation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);
  private static final AuditEvent.Origin ORIGIN = new AuditEvent.Origin("server", "", "");

  // More than it takes from nothing to a set with a standby, even if others take each step first.
  private static final int MAX_STEPS = 50;
  private static final int POLLS_A_LEASE = 10;
  private static final int RENEWALS_A_LEASE = 3;
  private static final int NODE_BYTES = 12;
  private static final long NOT_LOADED = -1;

  private final KeyStore store;
  private final KeyChanges changes;
  private final KeyRules rules;
  private final KeySetHolder holder;
  private final LongSupplier nanoTime;
  private final String node;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Long> counted = new HashMap<>();

  private long loadedSeq = NOT_LOADED;
  private long renewedNanos;
  private boolean failing;
  private @Nullable Thread follower;

  KeyRotation(
      KeyStore store,
      PrivateKeys privateKeys,
      KeyRules rules,
      KeySetHolder holder,
      LongSupplier nanoTime,
      String node) {
    this.store = store;
    this.changes = new KeyChanges(store, privateKeys);
    this.rules = rules;
    this.holder = holder;
    this.nanoTime = nanoTime;
    this.node = node;
  }

  /** The keys, and what keeps them in step with the store. */
  public record Running(SigningKeys keys, KeyRotation rotation) {}

  /**
   * Loads the keys, makes the first ones where there are none, and holds the lease under which they
   * may be used.
   *
   * @throws StartupException if the private halves cannot be had
   */
  public static Running open(
      KeyStore store, PrivateKeys privateKeys, KeyRules rules, LongSupplier nanoTime) {
    SigningKeys keys = new SigningKeys(privateKeys, nanoTime);
    KeyRotation rotation =
        new KeyRotation(store, privateKeys, rules, keys, nanoTime, randomId(new SecureRandom()));
    store.prepare(rules.maxAge());
    rotation.catchUp();
    return new Running(keys, rotation);
  }

  private static String randomId(SecureRandom random) {
    byte[] id = new byte[NODE_BYTES];
    random.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  /** Follows the store from now on. */
  public void start(SigningKeys keys) {
    follower = Thread.ofPlatform().daemon().name("key-rotation").start(() -> follow(keys));
  }

  private void follow(SigningKeys keys) {
    Duration poll = rules.lease().dividedBy(POLLS_A_LEASE);
    try {
      while (!closed.await(poll.toMillis(), TimeUnit.MILLISECONDS)) {
        pollQuietly(keys);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pollQuietly(SigningKeys keys) {
    keys.lookAfterDevice();
    try {
      poll();
      reportSignatures(keys);
      failing = false;
    } catch (OutageException e) {
      // The store has told of it, and the lease decides how long that is borne.
      failing = true;
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.atError()
            .setCause(e)
            .log("the signing keys cannot be followed: this server stops signing soon");
      }
    }
  }

  /** Does what is due: cheap where nothing is. */
  synchronized void poll() {
    boolean renewal =
        nanoTime.getAsLong() - renewedNanos >= rules.lease().toNanos() / RENEWALS_A_LEASE;
    if (renewal || store.seq() != loadedSeq) {
      catchUp();
    }
  }

  /** Loads, renews, and takes every step that is due. */
  public synchronized void catchUp() {
    for (int i = 0; i < MAX_STEPS; i++) {
      if (!catchUpOnce()) {
        return;
      }
    }
  }

  /** Gives whether something was done, so that there may be more to do. */
  boolean catchUpOnce() {
    long beforeNanos = nanoTime.getAsLong();
    KeySnapshot set = store.load();
    boolean fresh = set.seq() != loadedSeq;
    if (fresh && set.signing().isPresent()) {
      holder.adopt(set);
    }
    if (store.isShared() && !store.renew(node, set.seq(), rules.lease())) {
      return true;
    }
    loadedSeq = set.seq();
    renewedNanos = beforeNanos;
    if (set.signing().isPresent()) {
      // From before the store was asked: its own clock lets the lease last longer, never shorter.
      holder.leasedUntil(beforeNanos + leaseNanos());
    }
    if (fresh) {
      // Only now the store knows what this node serves.
      return true;
    }
    Optional<KeyStep> step = KeyLifecycle.next(set, rules);
    step.ifPresent(due -> changes.take(set, due, ORIGIN));
    return step.isPresent();
  }

  /** Where nobody else can change the keys there is nothing to run out. */
  private long leaseNanos() {
    return store.isShared() ? rules.lease().toNanos() : Long.MAX_VALUE / 2;
  }

  private void reportSignatures(SigningKeys keys) {
    Map<String, Long> fresh = new HashMap<>();
    keys.signatures()
        .forEach(
            (kid, total) -> {
              long added = total.sum() - counted.getOrDefault(kid, 0L);
              if (added > 0) {
                fresh.put(kid, added);
              }
            });
    if (!fresh.isEmpty()) {
      store.countSignatures(fresh);
      fresh.forEach((kid, added) -> counted.merge(kid, added, Long::sum));
    }
  }

  /** Stops following and gives the lease back, so that nobody waits for this node. */
  @Override
  public void close() {
    closed.countDown();
    try {
      if (follower != null) {
        follower.join();
      }
      if (store.isShared()) {
        store.leave(node);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.debug("the lease was not given back and runs out by itself", e);
    }
  }
}
