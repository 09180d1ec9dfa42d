package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.server.admin.Administration;
import signet.server.session.Session;
import signet.testkit.Scale;

/** Whatever is sent to {@code /oauth2}, it is an error of RFC 6749 at most, and changes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OauthBadInputIT {
  private static final int ROUNDS = Scale.count(150, 3_000);
  private static final String SECRET = "k7Qd0cGJ2mC5hGq1vW9rT3bN8sXyZ4aE6uF_pL-oiRw";
  private static final String MARK = "echo-me-not";
  private static final Set<String> ERRORS =
      Set.of(
          "invalid_request",
          "invalid_client",
          "invalid_grant",
          "invalid_scope",
          "invalid_target",
          "unauthorized_client",
          "unsupported_grant_type",
          "unsupported_token_type");

  @TempDir static Path folder;
  private static RunningServer server;
  private static OauthClient oauth;

  /** Where it keeps its data; SQLite unless a subclass says otherwise. */
  String[] storage() {
    return new String[0];
  }

  @BeforeAll
  void start() throws Exception {
    server =
        RunningServer.start(
            folder,
            storage(),
            "clients.phone.channel",
            "native",
            "clients.batch.channel",
            "confidential",
            "clients.batch.secret-hashes",
            OauthClient.sha256(SECRET),
            "clients.batch.resource-servers",
            "https://a.example");
    oauth = new OauthClient(server);
    server.addUser("alice");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String refreshToken() throws Exception {
    return new JsonObject(
            server.login("alice", RunningServer.PASSWORD, "client_id", "phone").body())
        .getString("refresh_token");
  }

  /** A form with some of its bytes changed, doubled, dropped or put elsewhere. */
  private static byte[] damaged(String form, Random random) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : form.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b);
    }
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && !bytes.isEmpty(); i++) {
      int at = random.nextInt(bytes.size());
      switch (random.nextInt(5)) {
        case 0 -> bytes.set(at, (byte) random.nextInt(256));
        case 1 -> bytes.add(at, (byte) "&=%+;\0\n{\"".charAt(random.nextInt(9)));
        case 2 -> bytes.remove(at);
        case 3 -> bytes.addAll(at, List.copyOf(bytes.subList(at, bytes.size())));
        default -> bytes.subList(at, bytes.size()).clear();
      }
    }
    byte[] result = new byte[bytes.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = bytes.get(i);
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/oauth2/token", "/oauth2/introspect", "/oauth2/revoke"})
  void damagedFormsAreErrorsOfOauth(String path) throws Exception {
    String token = refreshToken();
    Random random = new Random(1);
    String good =
        OauthClient.encode(
            "grant_type",
            "refresh_token",
            "client_id",
            "phone",
            "refresh_token",
            token.substring(1),
            "token",
            MARK,
            "scope",
            "a b",
            "resource",
            "https://a.example",
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            "e30." + MARK + ".x");
    for (int i = 0; i < ROUNDS; i++) {
      byte[] form = damaged(good, random);
      HttpResponse<String> response =
          server.send(
              server
                  .request(path)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofByteArray(form)));
      if (path.endsWith("/revoke") && response.statusCode() == 200) {
        // RFC 7009 §2.2: a token that is none is no error, if nothing else is wrong.
        assertThat(response.body()).isEmpty();
      } else {
        assertError(response, new String(form, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(stillRefreshes(token)).isTrue();
  }

  @Test
  void damagedCredentialsAreErrorsOfOauth() throws Exception {
    Random random = new Random(2);
    String good = OauthClient.basic("batch", SECRET);
    for (int i = 0; i < ROUNDS; i++) {
      String header =
          new String(damaged(good, random), StandardCharsets.ISO_8859_1)
              .replaceAll("[^\\x20-\\x7e]", "~");
      if (header.strip().equals(good)) {
        continue;
      }
      HttpResponse<String> response =
          server.send(
              oauth.request("/oauth2/introspect", "token=" + MARK).header("Authorization", header));
      // Some changes leave the meaning as it was, such as the case of the scheme.
      if (response.statusCode() != 200) {
        assertError(response, header);
      }
    }
  }

  @Test
  void noMalformedRefreshTokenIsAcceptedAndNoneChangesAnything() throws Exception {
    String genuine = refreshToken();
    try (Administration administration = LocalAdministration.open(server.config())) {
      Supplier<List<Session>> live =
          () -> administration.sessions().list(Optional.empty(), Optional.empty(), 100);
      List<Session> before = live.get();

      for (String malformed : malformed(genuine, Scale.count(250, 10_000))) {
        assertError(
            oauth.form(
                "/oauth2/token",
                OauthClient.encode(
                    "grant_type",
                    "refresh_token",
                    "client_id",
                    "phone",
                    "refresh_token",
                    malformed)),
            malformed);
        JsonObject body =
            new JsonObject().put("client_id", "phone").put("refresh_token", malformed);
        HttpResponse<String> refused = server.post("/session/refresh", body.encode());
        assertThat(refused.statusCode()).as(malformed).isIn(400, 401);
      }

      assertThat(live.get()).isEqualTo(before);
    }
    assertThat(stillRefreshes(genuine)).isTrue();
  }

  /** A genuine token with each of its bits turned over, and what else is none. */
  private static List<String> malformed(String genuine, int count) {
    Random random = new Random(63);
    byte[] bytes = Base64.getUrlDecoder().decode(genuine);
    List<String> malformed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] changed = bytes.clone();
      if (i % 2 == 0) {
        // All bits in the end, and some of every part at once.
        int bit = i / 2 * 5 % (bytes.length * 8);
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        malformed.add(Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
        continue;
      }
      // Key and session stay, so that the tag is looked at.
      for (int at = 23; at < changed.length; at++) {
        changed[at] = (byte) random.nextInt();
      }
      int at = random.nextInt(genuine.length());
      malformed.add(
          switch (random.nextInt(5)) {
            case 0 -> Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            case 1 -> genuine.substring(0, at);
            case 2 -> genuine.substring(at) + genuine.substring(0, at) + "A";
            case 3 -> genuine.substring(0, at) + "=+/ \0é-".charAt(at % 7) + genuine.substring(at);
            default -> genuine.substring(0, at) + "~" + genuine.substring(at + 1);
          });
    }
    return malformed;
  }

  private static void assertError(HttpResponse<String> response, String sent) {
    assertThat(response.statusCode()).as(sent).isIn(400, 401);
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    JsonObject body = new JsonObject(response.body());
    assertThat(body.fieldNames()).containsExactly("error");
    assertThat(body.getString("error")).as(sent).isIn(ERRORS);
  }

  private static boolean stillRefreshes(String token) throws Exception {
    return oauth
            .form(
                "/oauth2/token",
                OauthClient.encode(
                    "grant_type", "refresh_token", "client_id", "phone", "refresh_token", token))
            .statusCode()
        == 200;
  }

  @ParameterizedTest
  @CsvSource({
    "/oauth2/token, application/json",
    "/oauth2/introspect, text/plain",
    "/oauth2/revoke, multipart/form-data",
  })
  void otherContentTypesAreInvalidRequests(String path, String type) throws Exception {
    HttpResponse<String> response =
        server.send(
            server
                .request(path)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"token\":\"" + MARK + "\"}")));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("{\"error\":\"invalid_request\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/oauth2/token", "/oauth2/introspect", "/oauth2/revoke"})
  void otherMethodsAreNotAllowed(String path) throws Exception {
    HttpResponse<String> response = server.get(path + "?token=" + MARK);

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("POST");
    assertThat(response.body()).doesNotContain(MARK);
  }

  @Test
  void aBodyAboveTheLimitIsAnInvalidRequest() throws Exception {
    HttpResponse<String> response =
        oauth.form("/oauth2/revoke", "client_id=phone&token=" + "x".repeat(70_000));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("{\"error\":\"invalid_request\"}");
  }
}
