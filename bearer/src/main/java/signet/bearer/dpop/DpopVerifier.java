package signet.bearer.dpop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import signet.bearer.dpop.DpopResult.Problem;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jws.PossessionProof;
import signet.jose.jwt.JwtClaims;

/**
 * Checks the proof that comes with a sender-constrained token (RFC 9449 §4.3), in one order:
 * header, signature, claims, {@code htm}, {@code htu}, nonce, {@code iat}, {@code ath}, key, and at
 * last whether it was used before. Safe for use by many threads.
 *
 * <pre>{@code
 * DpopVerifier proofs = DpopVerifier.builder().build();
 * DpopResult result = proofs.verify(request, Optional.of(boundTo));
 * }</pre>
 */
public final class DpopVerifier {
  /** The header that carries a proof. */
  public static final String HEADER = "DPoP";

  /** The header that carries a nonce for the next proof. */
  public static final String NONCE_HEADER = "DPoP-Nonce";

  private static final String TYPE = "dpop+jwt";
  private static final int MAX_JTI = 256;
  private static final int ID_BYTES = 16;

  private final Set<JwsAlgorithm> algorithms;
  private final Duration maxAge;
  private final Duration ahead;
  private final ReplayMemory memory;
  private final @Nullable DpopNonces nonces;
  private final InstantSource clock;

  private DpopVerifier(Builder builder) {
    this.algorithms = Collections.unmodifiableSet(EnumSet.copyOf(builder.algorithms));
    this.maxAge = builder.maxAge;
    this.ahead = builder.ahead;
    this.memory = builder.memory == null ? LocalReplayMemory.usual() : builder.memory;
    this.nonces = builder.nonces;
    this.clock = builder.clock;
  }

  /** The usual settings, each of which can be changed. */
  public static Builder builder() {
    return new Builder();
  }

  /** The settings; not safe for use by many threads. */
  public static final class Builder {
    private static final Duration LONGEST_AGE = Duration.ofMinutes(5);

    private Set<JwsAlgorithm> algorithms =
        EnumSet.of(
            JwsAlgorithm.ES256, JwsAlgorithm.ED25519, JwsAlgorithm.PS256, JwsAlgorithm.RS256);
    private Duration maxAge = Duration.ofSeconds(60);
    private Duration ahead = Duration.ofSeconds(10);
    private @Nullable ReplayMemory memory;
    private @Nullable DpopNonces nonces;
    private InstantSource clock = InstantSource.system();

    private Builder() {}

    /** The algorithms that are accepted: ES256, Ed25519, PS256 and RS256 by default. */
    public Builder algorithms(JwsAlgorithm... accepted) {
      if (accepted.length == 0 || List.of(accepted).stream().anyMatch(JwsAlgorithm::isSymmetric)) {
        throw new IllegalArgumentException("algorithms with a public key (RFC 9449 §4.3)");
      }
      algorithms = Set.of(accepted);
      return this;
    }

    /** How long after {@code iat} a proof is accepted: 60 s by default, five minutes at most. */
    public Builder maxAge(Duration age) {
      if (age.isNegative() || age.compareTo(LONGEST_AGE) > 0) {
        throw new IllegalArgumentException("from nothing to five minutes");
      }
      maxAge = age;
      return this;
    }

    /** Where used proofs are remembered; 500,000 of them in this process by default. */
    public Builder memory(ReplayMemory remembers) {
      memory = remembers;
      return this;
    }

    /** Asks for a nonce in every proof. */
    public Builder nonces(DpopNonces required) {
      nonces = required;
      return this;
    }

    /** The clock that {@code iat} is compared with. */
    public Builder clock(InstantSource newClock) {
      clock = newClock;
      return this;
    }

    /** The verifier. */
    public DpopVerifier build() {
      return new DpopVerifier(this);
    }
  }

  /** The names of the accepted algorithms, as {@code algs} of a challenge lists them. */
  public String algorithmNames() {
    return algorithms.stream()
        .map(JwsAlgorithm::wireName)
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** The nonce for the next proof, where nonces are asked for. */
  public Optional<String> nonce() {
    return Optional.ofNullable(nonces).map(DpopNonces::current);
  }

  /**
   * Whether the request carries one proof that holds, was made for it, and was not used before. It
   * is used up by that.
   *
   * @param boundTo the thumbprint of the key that the token is bound to ({@code cnf.jkt}); empty
   *     where it is to be bound now
   */
  public DpopResult verify(DpopRequest request, Optional<String> boundTo) {
    return examine(request, boundTo).use();
  }

  /** As {@link #verify}; whether the proof was used before is left to be asked later. */
  public ExaminedProof examine(DpopRequest request, Optional<String> boundTo) {
    if (request.proofs().size() != 1) {
      return refused(request.proofs().isEmpty() ? Problem.MISSING : Problem.SEVERAL);
    }
    Optional<PossessionProof> proof =
        PossessionProof.verify(request.proofs().get(0), TYPE, algorithms);
    if (proof.isEmpty()) {
      return refused(Problem.NOT_A_PROOF);
    }
    JwtClaims claims = claims(proof.get().payload());
    if (claims == null) {
      return refused(Problem.CLAIMS);
    }
    Problem problem = problemOf(claims, request);
    if (problem != null) {
      return refused(problem);
    }
    String thumbprint = proof.get().thumbprint();
    if (boundTo.isPresent() && !isSame(boundTo.get(), thumbprint)) {
      return refused(Problem.KEY);
    }
    DpopResult proven = new DpopResult.Proven(thumbprint);
    // Last, so that nothing is remembered for who has no right proof.
    return new ExaminedProof(proven, () -> lookedUp(proven, id(thumbprint, claims)));
  }

  private DpopResult lookedUp(DpopResult proven, byte[] id) {
    return switch (memory.see(id, maxAge.plus(ahead))) {
      case FIRST -> proven;
      case AGAIN -> new DpopResult.Refused(Problem.REPLAYED);
      case NO_ROOM -> new DpopResult.Refused(Problem.UNAVAILABLE);
    };
  }

  private static @Nullable JwtClaims claims(byte[] payload) {
    String text = new String(payload, StandardCharsets.UTF_8);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), payload)) {
      return null;
    }
    try {
      return JwtClaims.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable Problem problemOf(JwtClaims claims, DpopRequest request) {
    Optional<String> jti = claims.string("jti");
    Optional<String> htm = claims.string("htm");
    Optional<String> htu = claims.string("htu");
    Optional<Instant> iat = claims.instant("iat");
    if (jti.filter(DpopVerifier::isUsable).isEmpty()
        || htm.isEmpty()
        || htu.isEmpty()
        || iat.isEmpty()) {
      return Problem.CLAIMS;
    }
    if (!htm.get().equals(request.method())) {
      return Problem.METHOD;
    }
    Optional<String> target = HttpTarget.normalize(htu.get());
    if (target.isEmpty() || !target.equals(HttpTarget.normalize(request.target()))) {
      return Problem.TARGET;
    }
    if (nonces != null && claims.string("nonce").filter(nonces::isGood).isEmpty()) {
      return Problem.NONCE;
    }
    Instant now = clock.instant();
    if (iat.get().isBefore(now.minus(maxAge)) || iat.get().isAfter(now.plus(ahead))) {
      return Problem.TIME;
    }
    String token = request.accessToken();
    return token == null || claims.string("ath").filter(ath -> isSame(hash(token), ath)).isPresent()
        ? null
        : Problem.TOKEN;
  }

  private static boolean isUsable(String jti) {
    return !jti.isEmpty() && jti.length() <= MAX_JTI;
  }

  /** RFC 9449 §4.2: base64url of the SHA-256 of the token's ASCII. */
  private static String hash(String token) {
    return base64Url(sha256(token));
  }

  /** Of key and jti: another's proof with the same jti is another proof. */
  private static byte[] id(String thumbprint, JwtClaims claims) {
    return Arrays.copyOf(sha256(thumbprint + "." + claims.string("jti").orElse("")), ID_BYTES);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static boolean isSame(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static ExaminedProof refused(Problem problem) {
    DpopResult refused = new DpopResult.Refused(problem);
    return new ExaminedProof(refused, () -> refused);
  }
}
