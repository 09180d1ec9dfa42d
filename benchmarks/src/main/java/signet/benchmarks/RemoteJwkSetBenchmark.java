package signet.benchmarks;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtVerifier;

/**
 * Eight threads verify ES256 tokens of two keys through a remote key set whose order changes with
 * every fetch and that may be kept for one second, so that a refresh falls into every iteration. A
 * refused token ends the run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@Threads(8)
public class RemoteJwkSetBenchmark {
  @Param({"signet", "nimbus"})
  public String library = "";

  private final AtomicInteger fetches = new AtomicInteger();
  private Contender contender = token -> token;
  private List<String> tokens = List.of();
  private @Nullable HttpServer server;

  /** Publishes two keys and prepares the library. */
  @Setup
  public void prepare() throws Exception {
    Fixture first = Fixture.of(JwsAlgorithm.ES256);
    Fixture second = Fixture.of(JwsAlgorithm.ES256);
    tokens = List.of(first.token(), second.token());
    String uri = publish((PrivateJwk) first.key(), (PrivateJwk) second.key());
    contender = library.equals("signet") ? signet(uri) : nimbus(uri);
    Accepted.require(contender.verify(tokens.get(0)));
  }

  private String publish(PrivateJwk first, PrivateJwk second) throws Exception {
    byte[][] sets = {
      JwkSet.of(first, second).toJson().getBytes(StandardCharsets.UTF_8),
      JwkSet.of(second, first).toJson().getBytes(StandardCharsets.UTF_8)
    };
    HttpServer started =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    started.createContext(
        "/",
        exchange -> {
          byte[] body = sets[fetches.incrementAndGet() % 2];
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.getResponseHeaders().add("Cache-Control", "max-age=1");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    started.start();
    server = started;
    return "http://localhost:" + started.getAddress().getPort() + "/jwks.json";
  }

  private static Contender signet(String uri) {
    RemoteJwkSet keys =
        RemoteJwkSet.builder(URI.create(uri)).coolDown(Duration.ofMillis(500)).build();
    JwtVerifier verifier =
        JwtVerifier.accessToken(Fixture.ISSUER, Fixture.AUDIENCE).keys(keys).build();
    return verifier::verifyOrThrow;
  }

  private static Contender nimbus(String uri) throws Exception {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            JWSAlgorithm.ES256,
            JWKSourceBuilder.create(URI.create(uri).toURL())
                .cache(1000, 400)
                .refreshAheadCache(300, true)
                .rateLimited(false)
                .build()));
    return token -> processor.process(token, null);
  }

  @TearDown
  public void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  @Benchmark
  public Object verify() throws Exception {
    return contender.verify(tokens.get(ThreadLocalRandom.current().nextInt(2)));
  }
}
