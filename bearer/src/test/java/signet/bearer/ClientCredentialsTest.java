package signet.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwt.JwtVerifier;

final class ClientCredentialsTest {
  private static final String SECRET = "s3cret: with +/%";

  private final AtomicInteger requests = new AtomicInteger();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private volatile int status = 200;
  private volatile String answer = "";
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private HttpServer server;
  private ExecutorService threads;

  @BeforeEach
  void start() throws IOException {
    threads = Executors.newCachedThreadPool();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/token",
        exchange -> {
          int number = requests.incrementAndGet();
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          try {
            gate.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          byte[] body = answer.replace("NUMBER", "" + number).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Location", "/token");
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    answer =
        "{\"access_token\":\"t-NUMBER\",\"token_type\":\"Bearer\",\"expires_in\":100,"
            + "\"scope\":\"a\"}";
  }

  @AfterEach
  void stop() {
    gate.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private ClientCredentials.Builder builder() {
    return ClientCredentials.at(
            URI.create("http://localhost:" + server.getAddress().getPort() + "/token"))
        .secret("billing app", SECRET)
        .nanoTime(nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void asksWithTheSecretInTheHeaderAndKeepsTheToken() {
    ClientCredentials credentials = builder().scope("a b").resource("https://a.example").build();

    assertThat(credentials.accessToken()).isEqualTo("t-1");
    pass(Duration.ofSeconds(79));
    assertThat(credentials.accessToken()).isEqualTo("t-1");

    assertThat(requests).hasValue(1);
    assertThat(bodies)
        .containsExactly(
            "grant_type=client_credentials&scope=a+b&resource=https%3A%2F%2Fa.example");
    assertThat(
            new String(
                Base64.getDecoder().decode(authorizations.get(0).substring(6)),
                StandardCharsets.UTF_8))
        .isEqualTo("billing+app:s3cret%3A+with+%2B%2F%25");
  }

  @Test
  void aKeySignsANewAssertionForEachRequest() throws Exception {
    PrivateJwk key = PrivateJwk.generate(JwsAlgorithm.ES256).withAlgorithm(JwsAlgorithm.ES256);
    ClientCredentials credentials = builder().key("billing", key, "https://id.example").build();

    credentials.accessToken();
    pass(Duration.ofSeconds(101));
    credentials.accessToken();

    assertThat(authorizations).containsOnly("null");
    List<String> ids = new ArrayList<>();
    for (String body : bodies) {
      String assertion = body.substring(body.indexOf("client_assertion=") + 17);
      ids.add(
          JwtVerifier.builder()
              .type("JWT")
              .algorithms(JwsAlgorithm.ES256)
              .keys(JwkSet.of(key.toPublic()))
              .issuer("billing")
              .audience("https://id.example")
              .maxLifetime(Duration.ofMinutes(5))
              .build()
              .verifyOrThrow(assertion)
              .jwtId()
              .orElseThrow());
    }
    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void manyThatNeedATokenSendOneRequest() throws Exception {
    gate = new CountDownLatch(1);
    ClientCredentials credentials = builder().build();
    List<Future<String>> callers = new ArrayList<>();
    CountDownLatch started = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      callers.add(
          threads.submit(
              () -> {
                started.countDown();
                return credentials.accessToken();
              }));
    }
    started.await();
    gate.countDown();

    for (Future<String> caller : callers) {
      assertThat(caller.get(10, TimeUnit.SECONDS)).isEqualTo("t-1");
    }
    assertThat(requests).hasValue(1);
  }

  @Test
  void refreshesAheadWhileCallersGoOn() throws Exception {
    ClientCredentials credentials = builder().build();
    credentials.accessToken();
    gate = new CountDownLatch(1);
    pass(Duration.ofSeconds(80));

    assertThat(credentials.accessToken()).as("without waiting").isEqualTo("t-1");
    assertThat(credentials.accessToken()).isEqualTo("t-1");
    gate.countDown();
    pass(Duration.ofSeconds(15));

    assertThat(credentials.accessToken()).as("the old one has ended").isEqualTo("t-2");
    assertThat(requests).hasValue(2);
  }

  @Test
  void failingRequestsBackOff() {
    ClientCredentials credentials = builder().build();
    status = 503;
    answer = "{}";
    assertFails(credentials);
    assertFails(credentials);
    assertThat(requests).as("the second fails at once").hasValue(1);

    pass(Duration.ofSeconds(1));
    assertFails(credentials);
    pass(Duration.ofSeconds(1));
    assertFails(credentials);
    assertThat(requests).as("the pause has grown").hasValue(2);

    for (int i = 0; i < 20; i++) {
      pass(Duration.ofSeconds(60));
      assertFails(credentials);
    }
    assertThat(requests).as("it never grows above a minute").hasValue(22);
  }

  private static void assertFails(ClientCredentials credentials) {
    assertThatThrownBy(credentials::accessToken).isInstanceOf(ClientCredentialsException.class);
  }

  @Test
  void aFailureAheadOfTimeIsNobodysFailure() {
    ClientCredentials credentials = builder().timeout(Duration.ofSeconds(5)).build();
    credentials.accessToken();
    status = 500;
    pass(Duration.ofSeconds(85));
    assertThat(credentials.accessToken()).isEqualTo("t-1");
    assertThat(credentials.accessToken()).isEqualTo("t-1");
  }

  @Test
  void saysWhatTheServerSaidIsWrong() {
    status = 401;
    answer = "{\"error\":\"invalid_client\",\"error_description\":\"" + SECRET + "\"}";

    ClientCredentialsException failure =
        catchThrowableOfType(
            ClientCredentialsException.class, () -> builder().build().accessToken());

    assertThat(failure.error()).contains("invalid_client");
    assertThat(failure).hasMessage("the token endpoint answered 401 (invalid_client)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"t\",\"token_type\":\"mac\",\"expires_in\":100}",
        "{\"access_token\":1,\"token_type\":\"Bearer\",\"expires_in\":100}",
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":0}",
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":\"100\"}",
        "{\"access_token\":\"t\",\"access_token\":\"u\",\"token_type\":\"Bearer\",\"expires_in\":9}",
      })
  void refusesOtherAnswers(String other) {
    answer = other;
    assertFails(builder().build());
  }

  @Test
  void refusesAnswersAboveTheLimit() {
    answer = answer.replace("t-NUMBER", "t".repeat(BoundedBody.MAX_BYTES));
    assertFails(builder().build());
  }

  @Test
  void followsNoRedirect() {
    status = 307;
    assertFails(builder().build());
    assertThat(requests).hasValue(1);
  }

  @Test
  void givesUpOnAServerThatDoesNotAnswer() {
    gate = new CountDownLatch(1);
    assertFails(builder().timeout(Duration.ofMillis(200)).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://id.example/token",
        "http://localhost.example/token",
        "ftp://localhost/token",
        "https://user:pass@id.example/token",
        "/token",
        "https:token"
      })
  void credentialsTravelOverHttpsOrLoopbackAlone(String endpoint) {
    URI uri = URI.create(endpoint);
    assertThatThrownBy(() -> ClientCredentials.at(uri))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsNoSecret() {
    ClientCredentials.Builder builder = builder();
    ClientCredentials credentials = builder.build();
    credentials.accessToken();

    assertThat(builder + " " + credentials)
        .contains("billing app")
        .doesNotContain("s3cret", "t-1", authorizations.get(0).substring(6));
    assertThatThrownBy(() -> ClientCredentials.at(URI.create("https://a.example")).build())
        .isInstanceOf(IllegalStateException.class);
  }
}
