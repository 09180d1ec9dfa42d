package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
  private static final String PASSWORD = "correct horse battery";
  private static final String ISSUER = "http://localhost:8420";
  private static final Pattern READY = Pattern.compile("ready (http://localhost:\\d+)");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private EmbeddedPostgres postgres;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<SignetProcess> processes = new ArrayList<>();
  private final List<URI> nodes = new ArrayList<>();
  private final List<RemoteJwkSet> keys = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    postgres = EmbeddedPostgres.builder().start();
    Files.writeString(
        folder.resolve("signet.yaml"),
        """
        issuer: %s
        port: 0
        management.port: 0
        master-key.file: shared.key
        database:
          url: postgresql://localhost:%d/postgres
          user: postgres
          password: postgres
        clients.phone.channel: native
        session:
          repeat-window: 0s
          rotations-per-hour: 0
        keys:
          rotation: 6s
          max-age: 2s
          margin: 4s
        """
            .formatted(ISSUER, postgres.getPort()));
    succeed("", "key", "master", "shared.key");
    succeed(PASSWORD + "\n", "user", "add", "alice", "--data", "admin");
    for (String name : List.of("one", "two")) {
      processes.add(SignetProcess.start(folder, "", "serve", "--data", name));
    }
    for (SignetProcess node : processes) {
      Matcher ready = READY.matcher(node.nextLine());
      assertThat(ready.matches()).as(node.err()).isTrue();
      nodes.add(URI.create(ready.group(1)));
    }
  }

  private void succeed(String input, String... arguments) throws Exception {
    try (SignetProcess process = SignetProcess.start(folder, input, arguments)) {
      assertThat(process.exitStatus()).as(process.err()).isZero();
    }
  }

  @AfterEach
  void stop() throws Exception {
    keys.forEach(RemoteJwkSet::close);
    processes.forEach(SignetProcess::close);
    http.close();
    postgres.close();
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

  private HttpResponse<String> post(URI node, String path, String json) throws Exception {
    return http.send(
        HttpRequest.newBuilder(node.resolve(path))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  private static String member(HttpResponse<String> response, String name) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    Matcher member = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(response.body());
    assertThat(member.find()).isTrue();
    return member.group(1);
  }

  @Test
  void rotationsUnderLoadRefuseNobody() throws Exception {
    List<JwtVerifier> apis = List.of(api(nodes.get(0)), api(nodes.get(1)));
    HttpResponse<String> session =
        post(
            nodes.get(0),
            "/session/login",
            "{\"username\":\"alice\",\"password\":\"" + PASSWORD + "\",\"client_id\":\"phone\"}");
    Set<String> kids = new HashSet<>();
    int wanted = Scale.count(3, 12);
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    for (int round = 0; kids.size() < wanted; round++) {
      assertThat(System.nanoTime()).as("keys that signed: %s", kids).isLessThan(deadlineNanos);
      String token = member(session, "access_token");
      for (JwtVerifier api : apis) {
        Verification verification = api.verify(token);
        assertThat(verification).isInstanceOf(Verification.Verified.class);
        kids.add(((Verification.Verified) verification).jwt().keyThumbprint());
      }
      URI other = nodes.get((round + 1) % 2);
      assertThat(list(other, token)).as("at the other server").isEqualTo(200);
      session =
          post(
              other,
              "/session/refresh",
              "{\"client_id\":\"phone\",\"refresh_token\":\""
                  + member(session, "refresh_token")
                  + "\"}");
    }
  }

  private int list(URI node, String token) throws Exception {
    return http.send(
            HttpRequest.newBuilder(node.resolve("/session/list"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
