package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.testkit.Scale;

/** Two real servers over one real PostgreSQL whose keys rotate while a client works. */
@Timeout(900)
final class KeyRotationIT {
  private static final String ISSUER = "http://localhost:8420";
  private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private Nodes nodes;
  private final List<URI> addresses = new ArrayList<>();
  private final List<RemoteJwkSet> keys = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    nodes =
        new Nodes(
            folder,
            """
            issuer: %s
            keys:
              rotation: 6s
              max-age: 2s
              margin: 4s
            """
                .formatted(ISSUER));
    List<SignetProcess> processes =
        List.of(nodes.start("one", Map.of()), nodes.start("two", Map.of()));
    for (SignetProcess process : processes) {
      addresses.add(Nodes.ready(process));
    }
  }

  @AfterEach
  void stop() throws Exception {
    keys.forEach(RemoteJwkSet::close);
    nodes.close();
  }

  /** A service that knows one of the servers. */
  private JwtVerifier api(URI node) {
    RemoteJwkSet source =
        RemoteJwkSet.builder(node.resolve("/.well-known/jwks.json"))
            .coolDown(Duration.ofSeconds(1))
            .build();
    keys.add(source);
    return JwtVerifier.accessToken(ISSUER, ISSUER).keys(source).build();
  }

  private static String accessToken(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    Matcher token = ACCESS_TOKEN.matcher(response.body());
    assertThat(token.find()).isTrue();
    return token.group(1);
  }

  @Test
  void rotationsUnderLoadRefuseNobody() throws Exception {
    List<JwtVerifier> apis = List.of(api(addresses.get(0)), api(addresses.get(1)));
    HttpResponse<String> session = nodes.login(addresses.get(0));
    Set<String> kids = new HashSet<>();
    int wanted = Scale.count(3, 12);
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    for (int round = 0; kids.size() < wanted; round++) {
      assertThat(System.nanoTime()).as("keys that signed: %s", kids).isLessThan(deadlineNanos);
      String token = accessToken(session);
      for (JwtVerifier api : apis) {
        Verification verification = api.verify(token);
        assertThat(verification).isInstanceOf(Verification.Verified.class);
        kids.add(((Verification.Verified) verification).jwt().keyThumbprint());
      }
      URI other = addresses.get((round + 1) % 2);
      assertThat(list(other, token)).as("at the other server").isEqualTo(200);
      session = nodes.refresh(other, Nodes.token(session));
    }
  }

  private int list(URI node, String token) throws Exception {
    return nodes
        .send(
            HttpRequest.newBuilder(node.resolve("/session/list"))
                .header("Authorization", "Bearer " + token))
        .statusCode();
  }
}
