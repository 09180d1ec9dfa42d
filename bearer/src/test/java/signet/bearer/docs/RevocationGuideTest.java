package signet.bearer.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.bearer.ClientCredentials;
import signet.bearer.revocation.RevocationFeed;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;
import signet.jose.jwt.JwtVerifier;

/** Runs the snippet of the guide: each Java block there stands in this file, line for line. */
class RevocationGuideTest {
  private final PrivateJwk key = PrivateJwk.generate(JwsAlgorithm.ES256);
  private HttpServer server;
  private String issuer;

  @TempDir private Path folder;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(
        "/oauth2/token", "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":900}");
    answer(
        "/revocations/stream",
        """
        id: e:1
        event: revoked
        data: {"entries":[{"sid":"s-1","exp":4000000000}]}

        event: fresh
        data: {"epoch":"e","seq":1,"age_ms":0}

        """);
    server.start();
    issuer = "http://localhost:" + server.getAddress().getPort();
  }

  private void answer(String path, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String accessToken(String audience, String sid) {
    Instant now = Instant.now();
    return JwtSigner.of(SigningKey.of(key), "at+jwt")
        .sign(
            JwtClaims.builder()
                .issuer(issuer)
                .subject("usr_1")
                .audience(audience)
                .issuedAt(now)
                .expiresAt(now.plusSeconds(300))
                .jwtId("jti-" + sid)
                .claim("client_id", "default")
                .claim("sid", sid)
                .build());
  }

  @Test
  void followsTheFeed() {
    String audience = "https://orders.example.com";
    String secret = "secret";
    JwkSet keys = JwkSet.of(key.toPublic());
    ClientCredentials credentials =
        ClientCredentials.at(URI.create(issuer + "/oauth2/token"))
            .secret("orders", secret)
            .scope("signet:revocations")
            .build();
    RevocationFeed revocations =
        RevocationFeed.of(URI.create(issuer + "/revocations/stream"), credentials)
            .copy(folder.resolve("revocations"))
            .start();
    JwtVerifier verifier =
        JwtVerifier.accessToken(issuer, audience).keys(keys).revocation(revocations).build();

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(verifier.verify(accessToken(audience, "s-1")))
                    .extracting("reason")
                    .hasToString("revoked"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(verifier.verify(accessToken(audience, "s-2")).getClass().getSimpleName())
                    .isEqualTo("Verified"));
    revocations.close();
    assertThat(folder.resolve("revocations")).exists();
  }

  @Test
  void everyJavaBlockOfTheGuideIsRunHere() throws IOException {
    GuideSnippets.assertStandIn(RevocationGuideTest.class, "revocation.md");
  }
}
