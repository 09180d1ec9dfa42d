package signet.bearer;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import signet.jose.jwk.PrivateJwk;

/**
 * Access tokens of a service's own (RFC 6749 §4.4), for its calls to other services. One instance a
 * service and audience; safe for use by many threads.
 *
 * <p>A token is kept until shortly before it expires, and fetched anew ahead of that, by one
 * request at a time, while callers go on with the one there is. After a failure the next request
 * waits, longer each time; who needs a token meanwhile and has none gets the failure at once.
 *
 * <pre>{@code
 * ClientCredentials credentials =
 *     ClientCredentials.at(URI.create("https://id.example/oauth2/token"))
 *         .secret("billing", secret)
 *         .resource("https://orders.example")
 *         .build();
 * request.header("Authorization", "Bearer " + credentials.accessToken());
 * }</pre>
 */
public final class ClientCredentials {
  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final int MOST_DOUBLINGS = 6;

  private final TokenRequest request;
  private final LongSupplier nanoTime;

  private volatile @Nullable Held held;
  // All below are guarded by this.
  private @Nullable CompletableFuture<Held> inFlight;
  private @Nullable ClientCredentialsException lastFailure;
  private int failures;
  private long retryAtNanos;

  /** A token and, in monotonic time, from when on it is to be replaced and not to be used. */
  private record Held(String value, long refreshAtNanos, long endsAtNanos) {
    @Override
    public String toString() {
      return "Held";
    }
  }

  private ClientCredentials(TokenRequest request, LongSupplier nanoTime) {
    this.request = request;
    this.nanoTime = nanoTime;
  }

  /**
   * Tokens of that token endpoint.
   *
   * @throws IllegalArgumentException unless it is https, or http on loopback
   */
  public static Builder at(URI tokenEndpoint) {
    return new Builder(SafeAddress.require(tokenEndpoint, "a token endpoint"));
  }

  /** Who asks, and for what. Not safe for use by many threads; never shows itself. */
  public static final class Builder {
    private final URI endpoint;
    private @Nullable ClientProof proof;
    private Optional<String> scope = Optional.empty();
    private Optional<String> resource = Optional.empty();
    private Duration timeout = Duration.ofSeconds(5);
    private InstantSource clock = InstantSource.system();
    private LongSupplier nanoTime = System::nanoTime;

    private Builder(URI endpoint) {
      this.endpoint = endpoint;
    }

    /** Shows a secret ({@code client_secret_basic}). */
    public Builder secret(String clientId, String secret) {
      proof = ClientProof.secret(clientId, secret);
      return this;
    }

    /**
     * Signs an assertion with a key ({@code private_key_jwt}), so that no secret travels.
     *
     * @param key whose {@code alg} says how to sign
     * @param issuer of the authorization server, the assertion's {@code aud}
     * @throws signet.jose.jwk.JwkException if the key names no algorithm
     */
    public Builder key(String clientId, PrivateJwk key, String issuer) {
      proof = ClientProof.key(clientId, key, issuer);
      return this;
    }

    /** The scopes to ask for, between spaces; all the client's where nothing is said. */
    public Builder scope(String names) {
      scope = Optional.of(names);
      return this;
    }

    /** The audience to ask for (RFC 8707); the client's default where nothing is said. */
    public Builder resource(String audience) {
      resource = Optional.of(audience);
      return this;
    }

    /** How long one request may take: 5 s where nothing is said. */
    public Builder timeout(Duration atMost) {
      if (atMost.isNegative() || atMost.isZero()) {
        throw new IllegalArgumentException("a timeout is longer than nothing");
      }
      timeout = atMost;
      return this;
    }

    /** The clock of assertions; the system's where none is given. */
    public Builder clock(InstantSource newClock) {
      clock = newClock;
      return this;
    }

    /** Monotonic time, for tests. */
    Builder nanoTime(LongSupplier source) {
      nanoTime = source;
      return this;
    }

    /**
     * The tokens; nothing is fetched yet.
     *
     * @throws IllegalStateException unless secret or key was given
     */
    public ClientCredentials build() {
      if (proof == null) {
        throw new IllegalStateException("say who asks: secret(…) or key(…)");
      }
      return new ClientCredentials(
          new TokenRequest(endpoint, proof, scope, resource, timeout, clock), nanoTime);
    }

    @Override
    public String toString() {
      return "ClientCredentials.Builder[" + endpoint + "]";
    }
  }

  /**
   * A token that counts for a while yet. Blocks only where there is none, for as long as a request
   * takes.
   *
   * @throws ClientCredentialsException if there is none to be had at this moment
   */
  public String accessToken() {
    long now = nanoTime.getAsLong();
    Held current = held;
    if (current != null && now - current.refreshAtNanos() < 0) {
      return current.value();
    }
    if (current != null && now - current.endsAtNanos() < 0) {
      // Nobody waits for the answer: the next caller finds it.
      CompletableFuture<Held> unused = refresh(now);
      return current.value();
    }
    CompletableFuture<Held> flight = refresh(now);
    if (flight == null) {
      throw again();
    }
    try {
      return flight.join().value();
    } catch (CompletionException e) {
      throw failure(e);
    }
  }

  /**
   * Gives a token up that a service refused: the next caller gets another one. Does nothing where
   * that has happened already.
   */
  public void forget(String accessToken) {
    Held current = held;
    if (current != null && current.value.equals(accessToken)) {
      held = null;
    }
  }

  /** The request that is under way, or begins now; null while it is too early for another one. */
  private synchronized @Nullable CompletableFuture<Held> refresh(long now) {
    if (inFlight != null) {
      return inFlight;
    }
    if (failures > 0 && now - retryAtNanos < 0) {
      return null;
    }
    CompletableFuture<Held> flight =
        request.send().thenApply(answer -> hold(answer, now)).whenComplete(this::ended);
    // Another thread that ends it waits for this one; this thread may have ended it already.
    inFlight = flight.isDone() ? null : flight;
    return flight;
  }

  /** The lifetime counts from before the request, since the token was made after that. */
  private static Held hold(TokenRequest.Answer answer, long sentNanos) {
    long lifetime = answer.lifetime().toNanos();
    long margin = Math.min(MARGIN.toNanos(), lifetime / 10);
    return new Held(
        answer.accessToken(), sentNanos + lifetime / 5 * 4, sentNanos + lifetime - margin);
  }

  private synchronized void ended(@Nullable Held newest, @Nullable Throwable failure) {
    inFlight = null;
    if (newest != null) {
      held = newest;
      failures = 0;
      lastFailure = null;
      return;
    }
    lastFailure = failure(failure);
    long pause = FIRST_PAUSE.toNanos() << Math.min(failures, MOST_DOUBLINGS);
    failures++;
    // Spread, so that many that failed at once do not come back at once.
    long spread = ThreadLocalRandom.current().nextLong(pause / 4 + 1);
    retryAtNanos = nanoTime.getAsLong() + Math.min(pause, LONGEST_PAUSE.toNanos()) - spread;
  }

  private synchronized ClientCredentialsException again() {
    return lastFailure == null
        ? new ClientCredentialsException("no access token at this moment", Optional.empty(), null)
        : lastFailure;
  }

  private static ClientCredentialsException failure(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof ClientCredentialsException known
        ? known
        : new ClientCredentialsException(
            "the token endpoint did not answer: is it reachable, and is its certificate trusted?",
            Optional.empty(),
            cause);
  }

  @Override
  public String toString() {
    return "ClientCredentials[" + request + "]";
  }
}
