package signet.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
import signet.jose.jwt.Verification;

/** What a flood of bad tokens costs a verifier that is set up for ES256. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class RejectBenchmark {
  private static final int GARBAGE_BYTES = 16 * 1024;

  /** A kind of bad token. */
  public enum Badness {
    ALG_NONE,
    BAD_SIGNATURE,
    EXPIRED,
    UNKNOWN_KID,
    GARBAGE_16_KIB
  }

  @Param({"signet", "nimbus", "jjwt", "auth0", "jose4j"})
  public String library = "";

  @Param({"ALG_NONE", "BAD_SIGNATURE", "EXPIRED", "UNKNOWN_KID", "GARBAGE_16_KIB"})
  public Badness badness = Badness.ALG_NONE;

  private Contender contender = token -> token;
  private String token = "";

  /** Prepares the library and makes sure that it refuses the token. */
  @Setup
  public void prepare() throws Exception {
    Fixture fixture = Fixture.of(JwsAlgorithm.ES256);
    contender = Contender.of(library, fixture);
    // A good token first, as in any service that is attacked.
    Accepted.require(contender.verify(fixture.token()));
    token = bad(fixture);
    Object answer = reject();
    if (!(answer instanceof Exception) && !(answer instanceof Verification.Rejected)) {
      throw new IllegalStateException(library + " accepted a bad token: " + badness);
    }
  }

  private String bad(Fixture fixture) {
    String good = fixture.token();
    String payload = good.substring(good.indexOf('.'), good.lastIndexOf('.'));
    return switch (badness) {
      case ALG_NONE -> encoded("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + payload + ".";
      case BAD_SIGNATURE -> good.substring(0, good.lastIndexOf('.') + 1) + other(good);
      case EXPIRED -> fixture.expiredToken();
      case UNKNOWN_KID -> Fixture.of(JwsAlgorithm.ES256).token();
      case GARBAGE_16_KIB -> "x".repeat(GARBAGE_BYTES);
    };
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The signature with its first character changed. */
  private static String other(String token) {
    String signature = token.substring(token.lastIndexOf('.') + 1);
    return (signature.charAt(0) == 'A' ? 'B' : 'A') + signature.substring(1);
  }

  @Benchmark
  @SuppressWarnings("CatchingUnchecked") // Whatever a library throws is its answer.
  public Object reject() {
    try {
      return contender.verify(new String(token));
    } catch (Exception e) {
      return e;
    }
  }
}
