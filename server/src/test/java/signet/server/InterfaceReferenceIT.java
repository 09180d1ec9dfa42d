package signet.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference of the HTTP interface against a server: every operation is called so that it
 * succeeds, and so that it refuses. {@link RunningServer} holds each answer of these and of all
 * other tests against the file.
 */
final class InterfaceReferenceIT {
  private static final Path SOURCES = Path.of("src/main/java/signet/server/endpoint");
  private static final Pattern PATH = Pattern.compile("\"(/[a-z][A-Za-z0-9:/.-]+)\"");

  /** On the administration's socket alone, for the command line of the same machine. */
  private static final String SOCKET_ONLY = "/admin/secrets";

  @TempDir private Path folder;
  private RunningServer server;
  private String root;
  private String phoneToken;
  private JsonObject phone;
  private String service;
  private String verifier;

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.start(folder, "signup.enabled", "true");
    server.addUser("root", "admin");
    root = "Bearer " + server.accessToken("root", "scope", "signet:admin");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void namesEveryPathOfTheServer() throws Exception {
    String documented = DocumentedInterface.operations().toString().replaceAll("[{}]", "");
    Set<String> paths = new TreeSet<>();
    for (String file : List.of("Endpoints.java", "Issuer.java")) {
      String source = Files.readString(SOURCES.resolve(file)).replaceAll("//.*", "");
      PATH.matcher(source).results().forEach(path -> paths.add(path.group(1).replace(":", "")));
    }
    paths.removeIf(path -> path.startsWith(SOCKET_ONLY));

    assertThat(paths)
        .hasSizeGreaterThan(30)
        .allSatisfy(
            path -> assertThat(documented).containsPattern(Pattern.quote(path) + "[,/\\]]"));
  }

  @Test
  void namesEveryKindOfProblem() throws Exception {
    String source = Files.readString(SOURCES.resolve("Problem.java"));
    List<String> words = new ArrayList<>();
    Pattern.compile("(?m)^  ([A-Z_]+)\\(\\d{3}, ")
        .matcher(source)
        .results()
        .forEach(word -> words.add(word.group(1).toLowerCase(java.util.Locale.ROOT)));
    words.replaceAll(word -> word.replace('_', '-'));

    assertThat(
            DocumentedInterface.document()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("ProblemType")
                .getJsonArray("enum")
                .stream()
                .map(Object::toString))
        .containsExactlyElementsOf(words);
  }

  @Test
  void everyOperationAnswersAsDocumented() throws Exception {
    clients();
    sessions();
    oauth();
    published();
    users();
    administration();

    for (String operation : DocumentedInterface.operations()) {
      assertThat(DocumentedInterface.seen())
          .as(operation)
          .anyMatch(seen -> seen.matches(Pattern.quote(operation) + " 20\\d"))
          .anyMatch(
              seen ->
                  seen.matches(Pattern.quote(operation) + " 4\\d\\d")
                      || seen.equals("other " + operation.replaceFirst(".* ", "") + " 405"));
    }
  }

  private void clients() throws Exception {
    JsonObject added =
        json(
            as(
                root,
                "POST",
                "/admin/clients",
                new JsonObject()
                    .put("client_id", "svc")
                    .put("channel", "confidential")
                    .put("verifier", true)
                    .put("resource-servers", List.of(server.url()))),
            201);
    service = "Basic " + base64("svc:" + added.getString("client_secret"));
    expect(as(root, "POST", "/admin/clients", new JsonObject().put("client_id", "svc")), 409);
    expect(
        as(
            root,
            "POST",
            "/admin/clients",
            new JsonObject().put("client_id", "phone").put("channel", "native")),
        201);
    expect(as(root, "GET", "/admin/clients", null), 200);
    expect(as("", "GET", "/admin/clients", null), 401);
    phone = json(server.login("root", RunningServer.PASSWORD, "client_id", "phone"), 200);
    phoneToken = "Bearer " + phone.getString("access_token");
  }

  private void sessions() throws Exception {
    expect(server.login("root", "wrong horse"), 400);
    JsonObject refresh =
        new JsonObject()
            .put("client_id", "phone")
            .put("refresh_token", phone.getString("refresh_token"));
    expect(as("", "POST", "/session/refresh", refresh), 200);
    expect(as("", "POST", "/session/refresh", new JsonObject()), 400);
    JsonObject newcomer =
        new JsonObject().put("username", "bob").put("password", "correct horse battery");
    expect(as("", "POST", "/session/signup", newcomer), 201);
    expect(as("", "POST", "/session/signup", newcomer), 409);
    JsonObject change =
        new JsonObject()
            .put("current_password", RunningServer.PASSWORD)
            .put("new_password", "correct horse battery");
    expect(as(phoneToken, "GET", "/session/list", null), 200);
    expect(as("", "GET", "/session/list", null), 401);
    String other = json(server.login("bob", "correct horse battery"), 200).getString("session_id");
    expect(as(phoneToken, "DELETE", "/session/" + other, null), 404);
    JsonObject second = json(server.login("bob", "correct horse battery"), 200);
    String bob = "Bearer " + second.getString("access_token");
    expect(as(bob, "DELETE", "/session/" + second.getString("session_id"), null), 204);
    expect(as("Bearer x", "POST", "/session/password", change), 401);
    expect(as("", "POST", "/session/logout", new JsonObject().put("scope", "none")), 400);
    expect(as("", "POST", "/session/logout", refresh), 204);
    server.addUser("carol");
    String carol = "Bearer " + server.accessToken("carol");
    expect(as(carol, "POST", "/session/password", change), 204);
  }

  private void oauth() throws Exception {
    String form = "grant_type=client_credentials&scope=signet:revocations";
    JsonObject tokens = json(form(service, "/oauth2/token", form), 200);
    verifier = "Bearer " + tokens.getString("access_token");
    expect(form(service, "/oauth2/token", "grant_type=password"), 400);
    expect(form("Basic " + base64("svc:wrong"), "/oauth2/token", form), 401);
    String token = "token=" + server.accessToken("root");
    assertThat(json(form(service, "/oauth2/introspect", token), 200).getBoolean("active")).isTrue();
    expect(form(service, "/oauth2/introspect", "token=x"), 200);
    expect(form("", "/oauth2/introspect", token), 400);
    expect(form(service, "/oauth2/revoke", "token=x"), 200);
    expect(form(service, "/oauth2/revoke", "x=y"), 400);
  }

  private void published() throws Exception {
    for (String path :
        List.of(
            "/.well-known/jwks.json",
            "/.well-known/oauth-authorization-server",
            "/health/live",
            "/health/ready",
            "/health/keys")) {
      expect(server.get(path), 200);
      expect(server.post(path, "{}"), 405);
    }
    expect(as(verifier, "GET", "/revocations", null), 200);
    expect(as(root, "GET", "/revocations", null), 403);
    JsonObject seen =
        new JsonObject().put("instance", "0123456789abcdef").put("epoch", "e").put("seq", 1);
    expect(as(verifier, "POST", "/revocations/seen", seen), 204);
    expect(as(verifier, "POST", "/revocations/seen", new JsonObject()), 400);
    expect(as("", "GET", "/revocations/stream", null), 401);
    try (HttpClient http = HttpClient.newHttpClient()) {
      stream(http);
      URI metrics = URI.create(server.server().managementUrl() + "/metrics");
      for (String method : List.of("GET", "PUT")) {
        HttpRequest request =
            HttpRequest.newBuilder(metrics).method(method, BodyPublishers.noBody()).build();
        DocumentedInterface.check(http.send(request, BodyHandlers.ofString()), "");
      }
    }
  }

  /** Without end, so what it holds is looked at elsewhere. */
  private void stream(HttpClient http) throws Exception {
    HttpRequest request =
        server.request("/revocations/stream").header("Authorization", verifier).build();
    HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
    answer.body().close();
    DocumentedInterface.checkHead(answer);
  }

  private void users() throws Exception {
    JsonObject dan = new JsonObject().put("name", "dan").put("password", "correct horse battery");
    String id = json(as(root, "POST", "/admin/users", dan), 201).getString("id");
    expect(as(root, "POST", "/admin/users", dan), 409);
    expect(as(root, "GET", "/admin/users?limit=1", null), 200);
    expect(as(root, "GET", "/admin/users?limit=x", null), 400);
    String line = "{\"name\":\"eve\",\"password_hash\":\"x\"}";
    expect(
        as(root, "POST", "/admin/users/import", new JsonObject().put("lines", List.of(line))), 200);
    expect(as(root, "POST", "/admin/users/import", new JsonObject().put("lines", 1)), 400);
    expect(as(root, "GET", "/admin/users/" + id, null), 200);
    expect(as(root, "GET", "/admin/users/usr_x", null), 404);
    expect(
        as(
            root,
            "PATCH",
            "/admin/users/" + id,
            new JsonObject().put("add_roles", List.of("clerk"))),
        200);
    expect(as(root, "PATCH", "/admin/users/" + id, new JsonObject().put("status", "x")), 400);
    JsonObject password = new JsonObject().put("password", "another horse battery");
    expect(as(root, "POST", "/admin/users/" + id + "/password", password), 204);
    expect(as(root, "POST", "/admin/users/usr_x/password", password), 404);
    JsonObject level = new JsonObject().put("level", 3).put("teams", List.of("north"));
    expect(as(root, "PATCH", "/admin/users/" + id + "/attributes", level), 200);
    expect(
        as(root, "PATCH", "/admin/users/" + id + "/attributes", new JsonObject().put("pin", "1")),
        400);
    expect(as(root, "GET", "/admin/users/" + id + "/attributes", null), 200);
    expect(as(root, "GET", "/admin/users/usr_x/attributes", null), 404);
  }

  private void administration() throws Exception {
    expect(as(root, "POST", "/admin/clients/svc/secret", new JsonObject()), 201);
    expect(as(root, "POST", "/admin/clients/nobody/secret", new JsonObject()), 404);
    expect(as(root, "DELETE", "/admin/clients/nobody", null), 404);
    expect(as(root, "DELETE", "/admin/clients/svc", null), 200);
    JsonObject session = json(server.login("root", RunningServer.PASSWORD), 200);
    expect(as(root, "GET", "/admin/sessions?limit=1", null), 200);
    expect(as("", "GET", "/admin/sessions", null), 401);
    expect(as(root, "DELETE", "/admin/sessions/" + session.getString("session_id"), null), 204);
    expect(as(root, "DELETE", "/admin/sessions/none", null), 404);
    String bob =
        json(as(root, "GET", "/admin/users?name=bob", null), 200)
            .getJsonArray("users")
            .getJsonObject(0)
            .getString("id");
    expect(as(root, "DELETE", "/admin/sessions?user=" + bob, null), 200);
    expect(as(root, "DELETE", "/admin/sessions", null), 400);
    JsonObject jti = new JsonObject().put("jti", "0123456789");
    expect(as(root, "POST", "/admin/tokens/revoke", jti), 204);
    expect(as(root, "POST", "/admin/tokens/revoke", new JsonObject()), 400);
    for (String path : List.of("verifiers", "history?limit=1", "audit?limit=1", "keys")) {
      expect(as(root, "GET", "/admin/" + path, null), 200);
      expect(as("", "GET", "/admin/" + path, null), 401);
    }
    expect(as(root, "POST", "/admin/master-key/rewrap", null), 200);
    expect(as("", "POST", "/admin/master-key/rewrap", null), 401);
    keys();
    expect(as("", "POST", "/admin/sessions/fence", null), 401);
    expect(as(root, "POST", "/admin/sessions/fence", null), 200);
  }

  private void keys() throws Exception {
    expect(as(root, "POST", "/admin/keys/rotate", new JsonObject()), 409);
    JsonObject force = new JsonObject().put("force", "true");
    String former = json(server.get("/health/keys"), 200).getString("active_kid");
    expect(as(root, "POST", "/admin/keys/rotate", force), 200);
    expect(as(root, "POST", "/admin/keys/none/retire", new JsonObject()), 404);
    expect(as(root, "POST", "/admin/keys/" + former + "/retire", force), 200);
    root = "Bearer " + server.accessToken("root", "scope", "signet:admin");
    expect(as(root, "POST", "/admin/keys/none/compromise", new JsonObject()), 404);
    expect(as(root, "POST", "/admin/keys/" + former + "/compromise", new JsonObject()), 200);
  }

  private static void expect(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as("%s %s", answer.request(), answer.body()).isEqualTo(status);
  }

  private static JsonObject json(HttpResponse<String> answer, int status) {
    expect(answer, status);
    return new JsonObject(answer.body());
  }

  private HttpResponse<String> as(String authorization, String method, String path, JsonObject body)
      throws Exception {
    HttpRequest.Builder request =
        server
            .request(path)
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return server.send(
        authorization.isEmpty() ? request : request.header("Authorization", authorization));
  }

  private HttpResponse<String> form(String authorization, String path, String form)
      throws Exception {
    HttpRequest.Builder request =
        server
            .request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    return server.send(
        authorization.isEmpty() ? request : request.header("Authorization", authorization));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
