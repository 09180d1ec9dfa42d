package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.FileInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.runtime.start.StartupException;
import signet.testkit.tls.SelfSigned;

/** TLS on the server's own port, with certificates that openssl makes. */
class TlsIT {
  @TempDir private Path folder;
  private Path certificate;
  private Path key;

  @BeforeEach
  void makeCertificate() throws Exception {
    certificate = folder.resolve("tls.crt");
    key = folder.resolve("tls.key");
    SelfSigned.make(certificate, key, Assumptions::abort);
  }

  @Test
  void servesHttp2OverTls() throws Exception {
    try (RunningServer server = start()) {
      assertThat(server.url()).startsWith("https://localhost:");

      HttpResponse<String> keys = get(server, "/.well-known/jwks.json");

      assertThat(keys.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(keys.statusCode()).isEqualTo(200);
      assertThat(keys.headers().firstValue("Strict-Transport-Security"))
          .contains("max-age=31536000");
      assertThat(server.server().issuer()).isEqualTo(server.url());
    }
  }

  @Test
  void handsOutTheCookieOfHttps() throws Exception {
    try (RunningServer server = start()) {
      server.addUser("alice");
      String body =
          new JsonObject()
              .put("username", "alice")
              .put("password", RunningServer.PASSWORD)
              .encode();

      HttpResponse<String> login =
          client()
              .send(
                  HttpRequest.newBuilder(URI.create(server.url() + "/session/login"))
                      .header("Content-Type", "application/json")
                      .POST(BodyPublishers.ofString(body))
                      .build(),
                  BodyHandlers.ofString());

      assertThat(login.headers().firstValue("Set-Cookie").orElseThrow())
          .startsWith("__Host-signet_refresh=")
          .contains("; Secure");
    }
  }

  @Test
  void endsOneStreamAloneWhenItsBodyIsTooLarge() throws Exception {
    try (RunningServer server = start("limits.request-body", "1KiB")) {
      HttpClient client = client();
      HttpResponse<String> refused =
          client.send(
              HttpRequest.newBuilder(URI.create(server.url() + "/session/login"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(new byte[2048]))
                  .build(),
              BodyHandlers.ofString());

      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(refused.version()).isEqualTo(HttpClient.Version.HTTP_2);
      HttpRequest next = HttpRequest.newBuilder(URI.create(server.url() + "/health/live")).build();
      assertThat(client.send(next, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void takesANewCertificateWhileItRuns() throws Exception {
    try (RunningServer server = start()) {
      assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);

      SelfSigned.make(folder.resolve("new.crt"), folder.resolve("new.key"), Assumptions::abort);
      Files.move(folder.resolve("new.key"), key, StandardCopyOption.REPLACE_EXISTING);
      Files.move(folder.resolve("new.crt"), certificate, StandardCopyOption.REPLACE_EXISTING);

      // The client trusts nothing but the certificate that lies in the folder now.
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> get(server, "/health/live").statusCode() == 200);
    }
  }

  @Test
  void refusesAKeyThatIsNotTheCertificates() throws Exception {
    SelfSigned.make(folder.resolve("other.crt"), key, Assumptions::abort);

    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            StartupException.class,
            e -> assertThat(e.problems().get(0)).contains("tls.certificate", "tls.key"));
  }

  private RunningServer start(String... more) {
    String[] settings = new String[4 + more.length];
    System.arraycopy(
        new String[] {"tls.certificate", certificate.toString(), "tls.key", key.toString()},
        0,
        settings,
        0,
        4);
    System.arraycopy(more, 0, settings, 4, more.length);
    return RunningServer.start(folder, settings);
  }

  private HttpResponse<String> get(RunningServer server, String path) throws Exception {
    try (HttpClient client = client()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(server.url() + path)).build(), BodyHandlers.ofString());
    }
  }

  /** Trusts the certificate in the folder, and nothing else. */
  private HttpClient client() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (FileInputStream in = new FileInputStream(certificate.toFile())) {
      X509Certificate self =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      trusted.setCertificateEntry("server", self);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }
}
