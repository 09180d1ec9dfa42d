package signet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application that says nothing about security, while nobody issues tokens. */
final class ServerAwayIT {
  /** What a user writes who leaves everything to the starter. */
  @SpringBootApplication
  @RestController
  static class PlainApplication {
    @GetMapping("/orders")
    String orders() {
      return "orders";
    }
  }

  @Test
  void startsAndAsksForPatienceUntilKeysArrive() throws Exception {
    IssuingServer closed = new IssuingServer();
    closed.close();
    String token = closed.token().sign();
    SpringApplication application = new SpringApplication(PlainApplication.class);
    application.setDefaultProperties(
        Map.of(
            "server.port", "0",
            "signet.resource-server.issuer", closed.issuer(),
            "signet.resource-server.audience", IssuingServer.AUDIENCE,
            "signet.resource-server.client-id", "orders",
            "signet.resource-server.client-secret", "s3cret"));
    try (var context = (ServletWebServerApplicationContext) application.run()) {
      URI orders = URI.create("http://localhost:" + context.getWebServer().getPort() + "/orders");
      HttpResponse<String> answer = get(orders, "Authorization", "Bearer " + token);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("5");
      assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
      assertThat(answer.body()).contains("\"reason\":\"keys_unavailable\"");
      assertThat(get(orders, "Accept", "*/*").statusCode()).isEqualTo(401);
      assertThat(get(orders, "Accept", "*/*").headers().firstValue("WWW-Authenticate"))
          .contains("Bearer realm=\"api\"");
      assertThat(get(orders, "Accept", "*/*").headers().firstValue("Set-Cookie")).isEmpty();
    }
  }

  private static HttpResponse<String> get(URI address, String... headers) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(address).headers(headers).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
