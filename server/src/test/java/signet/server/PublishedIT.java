package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What everybody may read: keys, metadata, health. */
final class PublishedIT {
  private static final String KEY_SET = "/.well-known/jwks.json";

  @TempDir static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start(folder, "tokens.access.algorithm", "RS256");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void keySetHoldsPublicMembersAlone() throws Exception {
    HttpResponse<String> response = server.get(KEY_SET);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    JsonArray keys = new JsonObject(response.body()).getJsonArray("keys");
    // The one that signs, and the one that will.
    assertThat(keys).hasSize(2);
    for (int i = 0; i < keys.size(); i++) {
      assertThat(keys.getJsonObject(i).fieldNames())
          .containsExactlyInAnyOrder("kty", "n", "e", "kid", "alg", "use");
      assertThat(keys.getJsonObject(i).getString("alg")).isEqualTo("RS256");
    }
  }

  @Test
  void keySetMayBeKeptFiveMinutes() throws Exception {
    HttpResponse<String> full = server.get(KEY_SET);
    String etag = full.headers().firstValue("ETag").orElseThrow();
    assertThat(full.headers().firstValue("Cache-Control")).contains("public, max-age=300");
    assertThat(etag).matches("\"[\\w-]{43}\"");

    for (String known : new String[] {etag, "W/" + etag, "\"other\", " + etag, "*"}) {
      HttpResponse<String> response = server.get(KEY_SET, "If-None-Match", known);
      assertThat(response.statusCode()).as(known).isEqualTo(304);
      assertThat(response.body()).isEmpty();
      assertThat(response.headers().firstValue("ETag")).contains(etag);
      assertThat(response.headers().firstValue("Cache-Control")).contains("public, max-age=300");
    }
    assertThat(server.get(KEY_SET, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void metadataNamesWhatIsSupportedAndNoMore() throws Exception {
    HttpResponse<String> response = server.get("/.well-known/oauth-authorization-server");

    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject metadata = new JsonObject(response.body());
    JsonArray methods =
        new JsonArray().add("none").add("client_secret_basic").add("private_key_jwt");
    JsonArray confidential = new JsonArray().add("client_secret_basic").add("private_key_jwt");
    JsonArray algorithms =
        metadata.getJsonArray("token_endpoint_auth_signing_alg_values_supported");
    assertThat(algorithms)
        .contains("RS256", "PS256", "ES256", "Ed25519")
        .doesNotContain("none", "HS256", "HS384", "HS512");
    assertThat(metadata)
        .isEqualTo(
            new JsonObject()
                .put("issuer", server.url())
                .put("token_endpoint", server.url() + "/oauth2/token")
                .put("jwks_uri", server.url() + KEY_SET)
                .put(
                    "scopes_supported",
                    new JsonArray().add("signet:admin").add("signet:revocations"))
                .put(
                    "grant_types_supported",
                    new JsonArray().add("refresh_token").add("client_credentials"))
                .put("token_endpoint_auth_methods_supported", methods)
                .put("token_endpoint_auth_signing_alg_values_supported", algorithms)
                .put("introspection_endpoint", server.url() + "/oauth2/introspect")
                .put("introspection_endpoint_auth_methods_supported", confidential)
                .put("introspection_endpoint_auth_signing_alg_values_supported", algorithms)
                .put("revocation_endpoint", server.url() + "/oauth2/revoke")
                .put("revocation_endpoint_auth_methods_supported", methods)
                .put("revocation_endpoint_auth_signing_alg_values_supported", algorithms)
                .put(
                    "dpop_signing_alg_values_supported",
                    new JsonArray().add("ES256").add("Ed25519").add("PS256").add("RS256"))
                .put("signet_revocations_endpoint", server.url() + "/revocations"));
  }

  @Test
  void issuerWithAPathHasItsEndpointsBelowIt(@TempDir Path other) throws Exception {
    try (RunningServer tenant =
        RunningServer.start(other, "issuer", "https://auth.example.com/tenant")) {
      tenant.addUser("alice");
      JsonObject metadata =
          new JsonObject(tenant.get("/.well-known/oauth-authorization-server/tenant").body());

      assertThat(metadata.getString("issuer")).isEqualTo("https://auth.example.com/tenant");
      assertThat(metadata.getString("jwks_uri"))
          .isEqualTo("https://auth.example.com/tenant/.well-known/jwks.json");
      assertThat(tenant.get("/tenant/.well-known/jwks.json").statusCode()).isEqualTo(200);
      assertThat(tenant.post("/tenant/session/login", "{}").statusCode()).isEqualTo(400);
      assertThat(tenant.get("/.well-known/oauth-authorization-server").statusCode()).isEqualTo(404);
      assertThat(tenant.get("/.well-known/jwks.json").statusCode()).isEqualTo(404);
      assertThat(tenant.get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void healthTellsLifeReadinessAndKeys() throws Exception {
    assertThat(server.get("/health/live").body()).isEqualTo("{\"status\":\"live\"}");
    assertThat(server.get("/health/ready").body()).isEqualTo("{\"status\":\"ready\"}");

    JsonObject keys = new JsonObject(server.get("/health/keys").body());
    List<String> kids =
        new JsonObject(server.get(KEY_SET).body())
            .getJsonArray("keys").stream().map(key -> ((JsonObject) key).getString("kid")).toList();
    assertThat(keys.fieldNames()).containsExactly("keyset_id", "active_kid", "kids");
    assertThat(keys.getString("keyset_id")).isNotBlank();
    assertThat(keys.getString("active_kid")).isIn(kids);
    assertThat(keys.getJsonArray("kids")).isEqualTo(new JsonArray(kids));
  }

  @ParameterizedTest
  @ValueSource(strings = {KEY_SET, "/health/live", "/health/ready", "/health/keys"})
  void headIsGetWithoutTheBody(String path) throws Exception {
    HttpResponse<String> head =
        server.send(server.request(path).method("HEAD", BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .contains(String.valueOf(server.get(path).body().length()));
  }
}
