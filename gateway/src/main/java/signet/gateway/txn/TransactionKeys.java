package signet.gateway.txn;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.bearer.txn.TransactionToken;
import signet.gateway.mint.TransactionSettings;
import signet.jose.jwk.JwkSet;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtSigner;
import signet.runtime.start.StartupException;

/**
 * The keys of transaction tokens, followed by one replica: it loads what another has changed and
 * takes the step that is due. Any number of replicas do so over one folder. Thread-safe; who signs,
 * or asks for the published set, never waits for the folder.
 *
 * <p>A replica that has not read the folder for {@link KeyRules#LEASE} neither signs nor publishes:
 * its keys may be others than its neighbours have.
 */
public final class TransactionKeys implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionKeys.class);

  /** How often the folder is looked at; a change of the keys waits for it minutes at least. */
  private static final long POLL_MILLIS = 1000;

  // More than it takes from nothing to a set with a standby, even if others take each step first.
  private static final int MAX_STEPS = 50;

  private final KeyFolder folder;
  private final KeyRules rules;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final CountDownLatch closed = new CountDownLatch(1);

  private volatile @Nullable View view;
  private volatile long leasedUntilNanos;
  private boolean failing;
  private @Nullable Thread follower;

  /**
   * What a replica has loaded. Immutable.
   *
   * @param number of the version
   * @param signer empty before the first key was made
   * @param published the public halves
   */
  private record View(long number, KeySet set, Optional<JwtSigner> signer, JwkSet published) {
    static View of(long number, KeySet set) {
      Optional<JwtSigner> signer =
          set.signing().map(key -> JwtSigner.of(SigningKey.of(key.jwk()), TransactionToken.TYPE));
      return new View(number, set, signer, set.published());
    }
  }

  TransactionKeys(KeyFolder folder, KeyRules rules, InstantSource clock, LongSupplier nanoTime) {
    this.folder = folder;
    this.rules = rules;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * Loads the keys, makes the first ones where there are none, and follows the folder from then on.
   *
   * @throws StartupException if the folder cannot be used
   */
  public static TransactionKeys open(TransactionSettings settings) {
    KeyRules rules = new KeyRules(settings.algorithm(), settings.rotateEvery(), settings.maxAge());
    TransactionKeys keys =
        new TransactionKeys(
            new KeyFolder(settings.keys()), rules, InstantSource.system(), System::nanoTime);
    try {
      keys.folder.prepare();
      keys.poll();
    } catch (IOException e) {
      throw StartupException.surroundings(
          "the keys of transaction tokens cannot be had from %s: %s"
              .formatted(settings.keys(), e.getMessage()),
          e);
    }
    keys.follower =
        Thread.ofPlatform().daemon().name("transaction-keys").start(keys::followUntilClosed);
    return keys;
  }

  private void followUntilClosed() {
    try {
      while (!closed.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        pollQuietly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pollQuietly() {
    try {
      poll();
      failing = false;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.atError()
            .setCause(e)
            .log(
                "the keys of transaction tokens cannot be followed: this gateway stops minting in"
                    + " {} s",
                KeyRules.LEASE.toSeconds());
      }
    }
  }

  /** Does what is due: cheap where nothing is. */
  synchronized void poll() throws IOException {
    for (int i = 0; i < MAX_STEPS; i++) {
      if (!pollOnce()) {
        return;
      }
    }
  }

  /** Gives whether something was done, so that there may be more to do. */
  private boolean pollOnce() throws IOException {
    long beforeNanos = nanoTime.getAsLong();
    View current = view;
    if (current == null || folder.newest() != current.number()) {
      current = adopt(folder.load(), current);
    }
    if (current.signer().isPresent()) {
      leasedUntilNanos = beforeNanos + KeyRules.LEASE.toNanos();
    }
    Optional<KeySet> next = KeyLifecycle.next(current.set(), rules, clock.instant());
    if (next.isPresent() && folder.replace(current.number(), next.get())) {
      LOG.debug("took a step in the life of the keys, to version {}", current.number() + 1);
    }
    return next.isPresent();
  }

  private View adopt(KeyFolder.Found found, @Nullable View before) throws IOException {
    if (found.set().isEmpty() && before != null && before.signer().isPresent()) {
      // An empty folder in the place of ours is most likely one that is not mounted.
      throw new IOException("the keys have vanished from " + folder);
    }
    View adopted = View.of(found.number(), found.set().orElse(KeySet.EMPTY));
    view = adopted;
    return adopted;
  }

  private Optional<View> current() {
    View held = view;
    return held != null && nanoTime.getAsLong() - leasedUntilNanos < 0
        ? Optional.of(held)
        : Optional.empty();
  }

  /** What signs at this moment; empty while the folder cannot be read. */
  Optional<JwtSigner> signer() {
    return current().flatMap(View::signer);
  }

  /** The published set; empty while the folder cannot be read. */
  public Optional<JwkSet> published() {
    return current().map(View::published);
  }

  /** The names of the keys that are published, the oldest first, whatever their state. */
  public List<String> kids() {
    return published().map(JwkSet::kids).orElse(List.of());
  }

  /** Stops following; what was minted goes on counting. */
  @Override
  public void close() {
    closed.countDown();
    try {
      if (follower != null) {
        follower.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
