package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is said as problem details, and nothing of the request with it. */
final class BadInputIT {
  private static final String MARK = "echo-me-not";

  @TempDir static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"username\":\"echo-me-not                      | malformed-json",
        "[]                                               | malformed-json",
        "{\"username\":\"a\",\"username\":\"echo-me-not\"} | malformed-json",
        "{\"username\":\"echo-me-not\"}                   | missing-field",
        "{\"password\":\"echo-me-not\"}                   | missing-field",
        "{}                                               | missing-field",
        "{\"username\":1,\"password\":\"echo-me-not\"}    | invalid-field",
        "{\"username\":\"a\",\"password\":[\"echo-me-not\"]} | invalid-field",
        "{\"username\":\"a\",\"password\":\"echo-me-not\",\"scope\":[]} | invalid-field",
      })
  void badBodyIs400(String body, String type) throws Exception {
    assertProblem(server.post("/session/login", body), 400, type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonx",
        "application/json; charset=iso-8859-1",
        "application/json, text/plain",
        "multipart/form-data; boundary=echo-me-not",
      })
  void otherContentTypeIs415(String contentType) throws Exception {
    assertProblem(
        server.send(
            server
                .request("/session/login")
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString("{\"username\":\"echo-me-not\"}"))),
        415,
        "unsupported-media-type");
  }

  @Test
  void noContentTypeIs415() throws Exception {
    assertProblem(
        server.send(server.request("/session/login").POST(BodyPublishers.ofString("{}"))),
        415,
        "unsupported-media-type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"application/json;charset=UTF-8", "Application/JSON ; charset=\"utf-8\""})
  void jsonMayNameItsCharset(String contentType) throws Exception {
    assertProblem(
        server.send(
            server
                .request("/session/login")
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString("{}"))),
        400,
        "missing-field");
  }

  @Test
  void bodyAtTheLimitIsRead() throws Exception {
    String body = "{\"username\":\"" + "a".repeat(64 * 1024 - 15) + "\"}";
    assertThat(body).hasSize(64 * 1024);

    assertProblem(server.post("/session/login", body), 400, "missing-field");
  }

  @Test
  void bodyAboveTheLimitIs413() throws Exception {
    String body = "{\"username\":\"" + "a".repeat(64 * 1024 - 14) + "\"}";
    assertThat(body).hasSize(64 * 1024 + 1);

    assertProblem(server.post("/session/login", body), 413, "body-too-large");
  }

  @Test
  void bodyOfStatedLengthAboveTheLimitIsRefusedBeforeItIsSent() throws Exception {
    String answer =
        raw(
            String.join(
                "\r\n",
                "POST /session/login HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Content-Length: 65537",
                "",
                ""));

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"body-too-large\"");
  }

  @Test
  void bodyOfUnstatedLengthAboveTheLimitIs413() throws Exception {
    byte[] chunk = "x".repeat(40_000).getBytes(StandardCharsets.US_ASCII);
    String answer =
        raw(
            String.join(
                "\r\n",
                "POST /session/login HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Transfer-Encoding: chunked",
                "",
                ""),
            hexLine(chunk.length),
            chunk,
            "\r\n",
            hexLine(chunk.length),
            chunk,
            "\r\n");

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"body-too-large\"");
  }

  private static String hexLine(int length) {
    return Integer.toHexString(length) + "\r\n";
  }

  @Test
  void bodyThatTakesTooLongIs408(@TempDir Path other) throws Exception {
    try (RunningServer impatient =
        RunningServer.start(other, "limits.request-body-time", "300ms")) {
      String answer =
          raw(
              impatient,
              "POST /session/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                  + "Content-Length: 100\r\n\r\n{");

      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"request-timeout\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /session/login                          | POST",
        "DELETE | /session/login                          | POST",
        "POST   | /.well-known/jwks.json                  | GET, HEAD",
        "PUT    | /.well-known/oauth-authorization-server | GET, HEAD",
        "POST   | /health/live                            | GET, HEAD",
        "DELETE | /admin/users                            | GET, POST",
        "ODD    | /health/keys                            | GET, HEAD",
      })
  void otherMethodIs405WithTheRightOnes(String method, String path, String allow) throws Exception {
    HttpResponse<String> response =
        server.send(server.request(path).method(method, BodyPublishers.noBody()));

    assertProblem(response, 405, "method-not-allowed");
    assertThat(response.headers().firstValue("Allow")).contains(allow);
  }

  @ParameterizedTest
  @CsvSource({
    "/",
    "/echo-me-not",
    "/session",
    "/session/login/echo-me-not",
    "/.well-known/jwks.jso"
  })
  void otherPathIs404(String path) throws Exception {
    assertProblem(server.get(path), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /%zz",
        "GET /session/%",
        "GET /%c0%80",
        "GET /health%2flive",
        "GET /health/../health/live",
        "GET /./health/live",
        "GET /health/live/",
        "GET /health/live/..",
        "GET /health/live;a=b",
        "GET //health/live",
        "OPTIONS *",
        "GET http://localhost/echo-me-not",
        "GET ?echo-me-not",
        "GET echo-me-not",
      })
  void oddPathIs404(String line) throws Exception {
    String answer = raw(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 404 ")
        .contains("application/problem+json", "\"not-found\"")
        .doesNotContain(MARK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%"})
  void aPathOfManySegmentsIs404(String end) throws Exception {
    String answer =
        raw(
            "GET "
                + "/a".repeat(2000)
                + end
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void hugeHeaderIs431() throws Exception {
    String answer =
        raw("GET / HTTP/1.1\r\nHost: localhost\r\nX-Huge: " + "x".repeat(20_000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431 ").doesNotContain("xxx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin/users?name=%zz", "/admin/sessions?user=%", "/admin/audit?user=%"})
  void aQueryThatIsNotWellFormedIs400(String target) throws Exception {
    String answer =
        raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("invalid-page").doesNotContain("%");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked, xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n1;a=\"\r\nX\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 1\r\n\r\n",
        "Content-Length : 0\r\n\r\n",
        "Content-Length: 0\n\n",
        "Host: another.example\r\nContent-Length: 0\r\n\r\n",
        "X-Folded: a\r\n b\r\nContent-Length: 0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
      })
  void whatTwoCouldReadInTwoWaysIsNotAnsweredTwice(String rest) throws Exception {
    String second = "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String answer =
        raw("POST /session/login HTTP/1.1\r\nHost: localhost\r\n" + rest + second + second);

    assertThat(answer.split("HTTP/1\\.[01] ", -1)).hasSizeLessThanOrEqualTo(2);
    assertThat(answer).doesNotContain("\"keys\"", "HTTP/1.1 200");
  }

  @Test
  void nothingThatIsNoHttpIsAnswered400() throws Exception {
    String answer = raw("echo-me-not\r\n\r\n");

    assertThat(answer).containsPattern("^HTTP/1.[01] 400 ").doesNotContain(MARK);
  }

  private static void assertProblem(HttpResponse<String> response, int status, String type) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    JsonObject body = new JsonObject(response.body());
    assertThat(body.getString("type")).isEqualTo(type);
    assertThat(body.getInteger("status")).isEqualTo(status);
    assertThat(body.getString("title")).isNotBlank();
    assertThat(body.getString("correlation_id"))
        .matches("[0-9a-f]{32}-[0-9a-f]{16}")
        .isEqualTo(response.headers().firstValue("X-Correlation-Id").orElseThrow());
    assertThat(response.body()).doesNotContain(MARK, "Exception", "\tat ", "signet.server");
  }

  private static String raw(Object... parts) throws Exception {
    return raw(server, parts);
  }

  private static String raw(RunningServer to, Object... parts) throws Exception {
    URI uri = URI.create(to.url());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      for (Object part : parts) {
        out.write(
            part instanceof byte[] bytes
                ? bytes
                : part.toString().getBytes(StandardCharsets.US_ASCII));
      }
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** Kept here so that the client of the other tests stays a plain one. */
  @Test
  void expectationOfContinueIsMet() throws Exception {
    HttpRequest.Builder request =
        server
            .request("/session/login")
            .expectContinue(true)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"));

    assertProblem(server.send(request), 400, "missing-field");
  }
}
