package signet.benchmarks;

import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;
import signet.jose.jwa.JwsAlgorithm;

/**
 * One access token of some 600 bytes verified: signature, exp, iss, aud. {@code jca} is the
 * signature check alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class VerifyBenchmark {
  @Param({
    "jca",
    "signet",
    "signet-cached",
    "nimbus",
    "jjwt",
    "auth0",
    "jose4j",
    "fusionauth",
    "vertx"
  })
  public String library = "";

  @Param({"HS256", "RS256", "PS256", "ES256", "ED25519", "ML_DSA_65"})
  public JwsAlgorithm algorithm = JwsAlgorithm.HS256;

  @Param({"JDK", "CORRETTO"})
  public CryptoProvider provider = CryptoProvider.JDK;

  private Contender contender = token -> token;
  private String token = "";

  /** Prepares the library and makes sure that it accepts the token. */
  @Setup
  public void prepare() throws Exception {
    provider.install();
    Fixture fixture = Fixture.of(algorithm);
    token = fixture.token();
    contender = Contender.of(library, fixture);
    Accepted.require(contender.verify(token));
  }

  @Benchmark
  public Object verify() throws Exception {
    // A request brings a string of its own, whose hash nobody has computed yet.
    return contender.verify(new String(token));
  }
}
