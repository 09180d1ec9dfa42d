package signet.jose.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.jose.reject.RejectReason.BAD_SIGNATURE;
import static signet.jose.reject.RejectReason.UNKNOWN_KID;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.testkit.forge.ForgeKey;

/**
 * B07 and B03: what a token can make the library fetch. A real server on loopback counts the
 * requests.
 */
final class KeyFetchAttacks {
  private static final int TOKENS = 500;

  private final Victim victim;
  private final AtomicInteger requests = new AtomicInteger();

  private KeyFetchAttacks(Victim victim) {
    this.victim = victim;
  }

  static Stream<Attack> of(Victim victim) {
    if (victim.isSymmetric()) {
      return Stream.empty();
    }
    return Stream.of(
        new Attack("B07", "500 fresh kids cause one fetch", new KeyFetchAttacks(victim)::flood),
        new Attack("B03", "jku is not fetched", new KeyFetchAttacks(victim)::jkuIsNotFetched));
  }

  private void flood() throws IOException {
    HttpServer server = server(ForgeKey.jwks(victim.key));
    try (RemoteJwkSet keys = RemoteJwkSet.builder(address(server)).clock(victim.clock).build()) {
      JwtVerifier verifier =
          JwtVerifier.accessToken(Victim.ISSUER, Victim.AUDIENCE)
              .keys(keys)
              .algorithms(JwsAlgorithm.values())
              .clock(victim.clock)
              .build();
      String good = victim.goodToken();
      assertThat(verifier.verify(good)).isInstanceOf(Verification.Verified.class);
      String payload = good.substring(good.indexOf('.'));
      for (int i = 0; i < TOKENS; i++) {
        String header = victim.forge().header("kid", "fresh-" + i).unsigned();
        String token = header.substring(0, header.indexOf('.')) + payload;
        assertThat(Attack.refusal(verifier, token)).isEqualTo(UNKNOWN_KID);
      }
      // The clock stands still, so the cool-down after the first fetch never ends.
      assertThat(requests.get()).isEqualTo(1);
      assertThat(verifier.verify(good)).isInstanceOf(Verification.Verified.class);
    } finally {
      server.stop(0);
    }
  }

  private void jkuIsNotFetched() throws IOException {
    HttpServer server = server(ForgeKey.jwks(victim.attacker));
    try {
      String token =
          victim
              .forge()
              .header("jku", address(server).toString())
              .header("x5u", address(server).toString())
              .signedBy(victim.attacker);
      assertThat(Attack.refusal(victim.wide, token)).isEqualTo(BAD_SIGNATURE);
      assertThat(requests.get()).isZero();
    } finally {
      server.stop(0);
    }
  }

  private HttpServer server(String jwks) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    byte[] body = jwks.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static URI address(HttpServer server) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/jwks.json");
  }
}
