package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.server.admin.Administration;
import signet.server.admin.AdministrationException;
import signet.server.admin.ClientAdministration;
import signet.server.admin.Refusal;
import signet.server.audit.AuditLog;

/** Clients added, changed and removed while the server runs. */
final class ClientAdministrationIT {
  @TempDir static Path folder;
  private static RunningServer server;
  private static OauthClient oauth;
  private static String admin;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start(folder, "clients.phone.channel", "native");
    oauth = new OauthClient(server);
    server.addUser("root", "admin");
    admin = server.accessToken("root", "scope", "signet:admin");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> send(String method, String path, String json)
      throws Exception {
    return server.send(
        server
            .request(path)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + admin)
            .method(method, BodyPublishers.ofString(json)));
  }

  private static int tokenStatus(String client, String secret) throws Exception {
    return oauth
        .basic(client, secret, "/oauth2/token", "grant_type", "client_credentials")
        .statusCode();
  }

  @Test
  void aClientWorksFromItsAdditionToItsRemoval() throws Exception {
    HttpResponse<String> added =
        send(
            "POST",
            "/admin/clients",
            "{\"client_id\":\"batch\",\"channel\":\"confidential\",\"scopes\":[\"a\",\"b\"],"
                + "\"verifier\":true}");
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    assertThat(added.headers().firstValue("Cache-Control")).contains("no-store");
    String secret = new JsonObject(added.body()).getString("client_secret");
    assertThat(tokenStatus("batch", secret)).isEqualTo(200);

    HttpResponse<String> rotated = send("POST", "/admin/clients/batch/secret", "{}");
    assertThat(rotated.statusCode()).isEqualTo(201);
    String second = new JsonObject(rotated.body()).getString("client_secret");
    assertThat(tokenStatus("batch", secret)).isEqualTo(200);
    assertThat(tokenStatus("batch", second)).isEqualTo(200);
    send("POST", "/admin/clients/batch/secret", "{\"alone\":\"true\"}");
    assertThat(tokenStatus("batch", second)).isEqualTo(401);

    String list = send("GET", "/admin/clients", "").body();
    assertThat(list).contains("\"batch\"", "\"phone\"", "\"default\"").doesNotContain(secret);
    assertThat(send("DELETE", "/admin/clients/batch", "").statusCode()).isEqualTo(200);
    assertThat(send("DELETE", "/admin/clients/batch", "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"client_id\":\"usr_x\",\"channel\":\"native\"}                  | 400 | invalid-setting",
        "{\"client_id\":\"a/b\",\"channel\":\"native\"}                    | 400 | invalid-setting",
        "{\"client_id\":\"x\",\"channel\":\"native\",\"scope\":\"a\"}      | 400 | invalid-setting",
        "{\"client_id\":\"x\",\"channel\":\"native\",\"admin\":true}       | 400 | invalid-setting",
        "{\"client_id\":\"x\",\"channel\":\"odd\"}                         | 400 | invalid-setting",
        "{\"client_id\":\"x\",\"channel\":\"confidential\",\"secret-hashes\":\"a\"} | 400 | invalid-setting",
        "{\"client_id\":\"x\",\"channel\":\"native\",\"scopes\":[1]}       | 400 | invalid-field",
        "{\"client_id\":\"x\",\"channel\":\"native\",\"scopes\":{}}        | 400 | invalid-field",
        "{\"channel\":\"native\"}                                          | 400 | missing-field",
        "{\"client_id\":\"phone\",\"channel\":\"native\"}                  | 409 | client-name-taken",
        "{\"client_id\":\"default\",\"channel\":\"native\"}                | 409 | client-name-taken",
      })
  void whatBreaksTheRulesIsRefused(String body, int status, String type) throws Exception {
    HttpResponse<String> response = send("POST", "/admin/clients", body);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(new JsonObject(response.body()).getString("type")).isEqualTo(type);
  }

  @Test
  void strangersMayNot() throws Exception {
    assertThat(server.get("/admin/clients").statusCode()).isEqualTo(401);
    assertThat(server.post("/admin/clients", "{}").statusCode()).isEqualTo(401);
  }

  @Test
  void theSocketOffersTheSameAndLeavesARecord() throws Exception {
    try (Administration socket = LocalAdministration.open(server.config())) {
      ClientAdministration clients = socket.clients();
      ClientAdministration.Added added =
          clients.add("jobs", Map.of("channel", "confidential", "claims.department", "dept"));
      assertThat(tokenStatus("jobs", added.secret().orElseThrow())).isEqualTo(200);
      assertThat(added.client().getJsonObject("claims").getString("department")).isEqualTo("dept");
      assertThat(clients.list()).anyMatch(c -> c.getString("client_id").equals("jobs"));
      String next = clients.rotateSecret("jobs", true);
      assertThat(tokenStatus("jobs", added.secret().orElseThrow())).isEqualTo(401);
      assertThat(tokenStatus("jobs", next)).isEqualTo(200);
      assertThat(clients.remove("jobs")).isZero();
      assertThat(tokenStatus("jobs", next)).isEqualTo(401);
      for (String name : List.of("jobs", "phone", "a/b")) {
        assertThatThrownBy(() -> clients.remove(name))
            .isInstanceOfSatisfying(
                AdministrationException.class,
                e -> assertThat(e.refusal()).isEqualTo(Refusal.NO_SUCH_CLIENT));
      }
      AuditLog.Query all =
          new AuditLog.Query(
              Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 500);
      assertThat(socket.audit().list(all))
          .extracting(happened -> happened.event().event())
          .contains(
              "client-added", "client-secret-rotated", "client-removed", "client-authentication");
    }
  }

  @Test
  void aClientAddedBeforeTheStartIsThere(@TempDir Path other) throws Exception {
    String secret;
    try (Administration direct = LocalAdministration.open(RunningServer.config(other))) {
      secret =
          direct.clients().add("early", Map.of("channel", "confidential")).secret().orElseThrow();
    }
    try (RunningServer later = RunningServer.start(other)) {
      assertThat(
              new OauthClient(later)
                  .basic("early", secret, "/oauth2/token", "grant_type", "client_credentials")
                  .statusCode())
          .isEqualTo(200);
    }
  }
}
