package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.tls.SelfSigned;

/** Certificates of the management listener, of its clients, and of the gateway before services. */
class FilesOfTlsIT {
  @TempDir private static Path folder;
  private static TestIssuer issuer;
  private static Vertx vertx;
  private static TestGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    issuer = new TestIssuer();
    vertx = Vertx.vertx();
    for (String name : new String[] {"server", "server-2", "client", "client-2", "stranger"}) {
      SelfSigned.make(certificate(name), key(name), Assumptions::abort);
    }
    HttpServer service =
        join(
            vertx
                .createHttpServer(
                    new HttpServerOptions()
                        .setSsl(true)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(
                            new PemTrustOptions()
                                .addCertPath(certificate("client").toString())
                                .addCertPath(certificate("client-2").toString()))
                        .setKeyCertOptions(pair("server")))
                .requestHandler(request -> request.response().end(shownTo(request)))
                .listen(0, "localhost"));
    copy("server", "used-server");
    copy("client", "used-client");
    gateway =
        new TestGateway(
            issuer,
            """
            management:
              port: 0
              tls: {certificate: %s, key: %s, client-ca: %s}
            upstreams:
              service: {addresses: ['https://localhost:%d'], tls: {ca: %s, certificate: %s, key: %s}}
            routes:
              - {path: /, policy: public, upstream: service}
            """
                .formatted(
                    certificate("used-server"),
                    key("used-server"),
                    certificate("used-client"),
                    service.actualPort(),
                    certificate("server"),
                    certificate("used-client"),
                    key("used-client")));
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    join(vertx.close());
    issuer.close();
  }

  private static String shownTo(HttpServerRequest request) {
    try {
      return serial(request.sslSession().getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException e) {
      return "none";
    }
  }

  private static String serial(java.security.cert.Certificate certificate) {
    return ((X509Certificate) certificate).getSerialNumber().toString(16);
  }

  private static Path certificate(String name) {
    return folder.resolve(name + ".crt");
  }

  private static Path key(String name) {
    return folder.resolve(name + ".key");
  }

  private static PemKeyCertOptions pair(String name) {
    return new PemKeyCertOptions()
        .addCertPath(certificate(name).toString())
        .addKeyPath(key(name).toString());
  }

  private static void copy(String from, String to) throws IOException {
    Files.copy(key(from), key(to), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(certificate(from), certificate(to), StandardCopyOption.REPLACE_EXISTING);
  }

  private static <T> T join(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** Status of the management listener's answer, and what certificate it showed. */
  private record Answer(int status, String serial) {}

  private static Answer ask(String client) throws Exception {
    HttpClientOptions options =
        new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false);
    if (!client.isEmpty()) {
      options.setKeyCertOptions(pair(client));
    }
    HttpClient http = vertx.createHttpClient(options);
    try {
      int port = URI.create(gateway.gateway.managementUrl()).getPort();
      return join(
          http.request(HttpMethod.GET, port, "localhost", "/health/live")
              .compose(
                  request ->
                      request
                          .send()
                          .map(answer -> new Answer(answer.statusCode(), shownBy(request)))));
    } finally {
      join(http.close());
    }
  }

  private static String shownBy(io.vertx.core.http.HttpClientRequest request) {
    try {
      return serial(request.connection().sslSession().getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException e) {
      return "none";
    }
  }

  /** Whether there is no answer at all, not even a refusal. */
  private static boolean isCutOff(String client) throws Exception {
    try {
      ask(client);
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  private static String numberIn(Path pem) throws Exception {
    try (var in = Files.newInputStream(pem)) {
      return serial(
          java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
  }

  @Test
  void aHandshakeDoesNotLastForLong() throws Exception {
    long began = System.nanoTime();
    try (RawClient silent = new RawClient(gateway.gateway.managementUrl())) {
      assertThat(silent.rest()).isEmpty();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void filesCountFromWhenTheyChangeAndNothingIsAnsweredToStrangers() throws Exception {
    assertThat(gateway.gateway.managementUrl()).startsWith("https://");
    assertThat(ask("client")).isEqualTo(new Answer(200, numberIn(certificate("server"))));
    // Nobody's address is listed.
    assertThat(ask("").status()).isEqualTo(403);
    assertThat(isCutOff("stranger")).isTrue();
    assertThat(isCutOff("client-2")).isTrue();
    assertThat(gateway.ask(get("/"))).endsWith(numberIn(certificate("client")));

    copy("server-2", "used-server");
    copy("client-2", "used-client");

    String newClient = numberIn(certificate("client-2"));
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> gateway.ask(get("/")).endsWith(newClient));
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> !isCutOff("client-2") && isCutOff("client"));
    assertThat(ask("client-2")).isEqualTo(new Answer(200, numberIn(certificate("server-2"))));
    assertThat(ask("").status()).isEqualTo(403);
  }
}
