package signet.bearer;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwt.VerifiedJwt;

/**
 * Roles by introspection (RFC 7662): the authorization server is asked about the token, and its
 * answer is kept for a few seconds. Safe for use by many threads.
 *
 * <p>Who asks for the same token at the same time shares one request. A failure is never kept and
 * never an answer. At most so many answers are kept; the oldest goes first. What is kept is found
 * by a digest, so no token lies in memory for longer than its request.
 *
 * <pre>{@code
 * LiveRoles roles =
 *     IntrospectedRoles.at(URI.create("https://id.example/oauth2/introspect"))
 *         .secret("orders", secret)
 *         .build();
 * }</pre>
 */
public final class IntrospectedRoles implements LiveRoles {
  private final IntrospectionRequest request;
  private final long keepNanos;
  private final int maxEntries;
  private final LongSupplier nanoTime;

  /** In the order in which they were asked for, which is that of their ends; guarded by itself. */
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private record Entry(CompletableFuture<IntrospectionRequest.Answer> answer, long askedNanos) {}

  private IntrospectedRoles(IntrospectionRequest request, Builder builder) {
    this.request = request;
    this.keepNanos = builder.keep.toNanos();
    this.maxEntries = builder.maxEntries;
    this.nanoTime = builder.nanoTime;
  }

  /**
   * Roles from that introspection endpoint.
   *
   * @throws IllegalArgumentException unless it is https, or http on loopback
   */
  public static Builder at(URI endpoint) {
    return new Builder(SafeAddress.require(endpoint, "an introspection endpoint"));
  }

  /** Who asks, and how long an answer counts. Not safe for use by many threads. */
  public static final class Builder {
    private final URI endpoint;
    private @Nullable ClientProof proof;
    private Duration keep = Duration.ofSeconds(5);
    private Duration timeout = Duration.ofSeconds(2);
    private int maxEntries = 10_000;
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
     * Signs an assertion with a key ({@code private_key_jwt}).
     *
     * @param issuer of the authorization server, the assertion's {@code aud}
     */
    public Builder key(String clientId, PrivateJwk key, String issuer) {
      proof = ClientProof.key(clientId, key, issuer);
      return this;
    }

    /** How long an answer counts: 5 s where nothing is said, 60 s at most; 0 keeps none. */
    public Builder keep(Duration atMost) {
      if (atMost.isNegative() || atMost.compareTo(Duration.ofSeconds(60)) > 0) {
        throw new IllegalArgumentException("an answer is kept for 0 to 60 s");
      }
      keep = atMost;
      return this;
    }

    /** How many answers are kept; 10,000 where nothing is said. */
    public Builder maxEntries(int atMost) {
      if (atMost < 1) {
        throw new IllegalArgumentException("at least one entry");
      }
      maxEntries = atMost;
      return this;
    }

    /** How long one request may take: 2 s where nothing is said. */
    public Builder timeout(Duration atMost) {
      if (atMost.isNegative() || atMost.isZero()) {
        throw new IllegalArgumentException("a timeout is longer than nothing");
      }
      timeout = atMost;
      return this;
    }

    /** Monotonic time, for tests. */
    Builder nanoTime(LongSupplier source) {
      nanoTime = source;
      return this;
    }

    /**
     * The roles' source; nothing is asked yet.
     *
     * @throws IllegalStateException unless secret or key was given
     */
    public IntrospectedRoles build() {
      if (proof == null) {
        throw new IllegalStateException("say who asks: secret(…) or key(…)");
      }
      return new IntrospectedRoles(new IntrospectionRequest(endpoint, proof, timeout), this);
    }

    @Override
    public String toString() {
      return "IntrospectedRoles.Builder[" + endpoint + "]";
    }
  }

  @Override
  public Optional<List<String>> of(VerifiedJwt jwt, String token) {
    IntrospectionRequest.Answer answer;
    try {
      answer = ask(token).join();
    } catch (CompletionException e) {
      throw new LiveRolesUnavailableException(
          "the introspection endpoint did not answer: is it reachable, and may this client ask?",
          e.getCause());
    }
    // The answer is about the token's own subject, or about none that is known here.
    boolean same = answer.isActive() && answer.subject().equals(jwt.subject());
    return same ? Optional.of(answer.roles()) : Optional.empty();
  }

  /** The answer that is kept or under way, or a new request. */
  private CompletableFuture<IntrospectionRequest.Answer> ask(String token) {
    String digest = digest(token);
    long now = nanoTime.getAsLong();
    Entry entry;
    synchronized (entries) {
      forgetOldest(now, maxEntries);
      Entry known = entries.get(digest);
      if (known != null && !known.answer.isCompletedExceptionally()) {
        return known.answer;
      }
      entries.remove(digest);
      forgetOldest(now, maxEntries - 1);
      entry = new Entry(new CompletableFuture<>(), now);
      entries.put(digest, entry);
    }
    send(token, digest, entry);
    return entry.answer;
  }

  private void send(String token, String digest, Entry entry) {
    var unused =
        request
            .send(token)
            .whenComplete(
                (answer, failure) -> {
                  if (failure != null) {
                    forget(digest, entry);
                    entry.answer.completeExceptionally(failure);
                  } else {
                    entry.answer.complete(answer);
                  }
                });
  }

  private void forget(String digest, Entry entry) {
    synchronized (entries) {
      entries.remove(digest, entry);
    }
  }

  /** Drops what is too old, and the oldest of what is more than so many. */
  private void forgetOldest(long now, int most) {
    Iterator<Entry> oldestFirst = entries.values().iterator();
    while (oldestFirst.hasNext()) {
      // An answer counts from before it was asked for, so from no later than it was true.
      if (now - oldestFirst.next().askedNanos < keepNanos && entries.size() <= most) {
        return;
      }
      oldestFirst.remove();
    }
  }

  private static String digest(String token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "IntrospectedRoles[" + request + "]";
  }
}
