package signet.benchmarks;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.ECPrivateKey;
import java.util.concurrent.Callable;
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
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtSigner;

/** One access token built from its claims and signed. {@code bare} signs a ready text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class SignBenchmark {
  @Param({"bare", "signet", "nimbus"})
  public String library = "";

  @Param({"HS256", "RS256", "ES256"})
  public JwsAlgorithm algorithm = JwsAlgorithm.HS256;

  @Param({"JDK", "CORRETTO"})
  public CryptoProvider provider = CryptoProvider.JDK;

  private Callable<Object> operation = () -> "";

  @Setup
  public void prepare() throws Exception {
    provider.install();
    Fixture fixture = Fixture.of(algorithm);
    operation =
        switch (library) {
          case "bare" -> bare(fixture);
          case "signet" -> signet(fixture);
          default -> nimbus(fixture);
        };
  }

  private static Callable<Object> bare(Fixture fixture) {
    SigningKey key = fixture.signingKey();
    String token = fixture.token();
    byte[] data =
        token
            .substring(0, token.lastIndexOf('.'))
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    return () -> key.sign(data);
  }

  private static Callable<Object> signet(Fixture fixture) {
    JwtSigner signer = JwtSigner.of(fixture.signingKey(), "at+jwt");
    return () -> signer.sign(fixture.claims());
  }

  private static Callable<Object> nimbus(Fixture fixture) throws Exception {
    JWSSigner signer =
        switch (fixture.algorithm()) {
          case HS256 -> new MACSigner(fixture.secret());
          case RS256 -> new RSASSASigner(fixture.privateKey());
          default -> new ECDSASigner((ECPrivateKey) fixture.privateKey());
        };
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.parse(fixture.algorithm().wireName()))
            .type(new JOSEObjectType("at+jwt"))
            .keyID(fixture.kid())
            .build();
    return () -> {
      SignedJWT jwt = new SignedJWT(header, JWTClaimsSet.parse(fixture.claims().toMap()));
      jwt.sign(signer);
      return jwt.serialize();
    };
  }

  @Benchmark
  public Object sign() throws Exception {
    return operation.call();
  }
}
