package signet.benchmarks;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import signet.bearer.revocation.RevocationFeed;
import signet.benchmarks.load.SpokenFeed;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;

/**
 * What it costs to find that a verified token is not revoked: {@code jti}, {@code sid}, {@code sub}
 * and key, and how old the knowledge is. Run with {@code -prof gc} to see what it allocates.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RevocationCheckBenchmark {
  private static final String ISSUER = "https://id.example.com";
  private static final String AUDIENCE = "https://orders.example.com";

  @Param({"0", "100000", "1000000"})
  public int entries;

  /** What the entries name, in turn. */
  @Param({"sid", "sid+sub", "sid+sub+jti"})
  public String names = "sid";

  private final List<AutoCloseable> opened = new ArrayList<>();
  private Supplier<Optional<RejectReason>> check = Optional::empty;

  /** Has the feed read, and makes sure that the token is not revoked and another one is. */
  @Setup
  public void prepare() throws IOException, InterruptedException {
    SpokenFeed spoken = new SpokenFeed(entries, List.of(names.split("\\+")));
    RevocationFeed feed = spoken.read();
    opened.addAll(List.of(feed, spoken));
    VerifiedJwt token = verified("not-revoked-at-all-000");
    check = () -> feed.reject(token);
    boolean isRight =
        check().isEmpty()
            && (entries == 0
                || feed.reject(verified("0".repeat(22))).equals(Optional.of(RejectReason.REVOKED)));
    if (!isRight) {
      throw new IllegalStateException("the list does not hold what it should");
    }
  }

  private static VerifiedJwt verified(String sid) {
    PrivateJwk key = PrivateJwk.generate(JwsAlgorithm.ES256);
    Instant now = Instant.now();
    String text =
        JwtSigner.of(SigningKey.of(key), "at+jwt")
            .sign(
                JwtClaims.builder()
                    .issuer(ISSUER)
                    .subject("usr_3q2-7wAAB1cN5g0uXkXzLQ")
                    .audience(AUDIENCE)
                    .issuedAt(now)
                    .expiresAt(now.plusSeconds(3_000))
                    .jwtId("Vb3I-WhHrT5rYNFfAGDcnc")
                    .claim("client_id", "default")
                    .claim("sid", sid)
                    .claim("authz_ver", 7)
                    .build());
    Verification verification =
        JwtVerifier.accessToken(ISSUER, AUDIENCE)
            .keys(JwkSet.of(key.toPublic()))
            .build()
            .verify(text);
    return ((Verification.Verified) verification).jwt();
  }

  @TearDown
  public void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Benchmark
  public Optional<RejectReason> check() {
    return check.get();
  }
}
