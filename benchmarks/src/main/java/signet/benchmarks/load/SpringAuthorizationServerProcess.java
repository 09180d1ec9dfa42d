package signet.benchmarks.load;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spring Authorization Server in the minimal application of {@code
 * peers/spring-authorization-server}. It has no login without a browser, so a login is what a
 * browser sends: the form, the form filled in, the authorization request, and the code's exchange.
 */
final class SpringAuthorizationServerProcess implements AuthServer {
  private static final String SECRET = "the-secret-of-the-load-client-0123456789abc";
  private static final String CALLBACK = "http://127.0.0.1/callback";
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
  private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

  private final Http http;
  private final int port;
  private final Path jar;
  private final String version;
  private final ServerProcess process;

  private SpringAuthorizationServerProcess(
      Http http, int port, Path jar, String version, ServerProcess process) {
    this.http = http;
    this.port = port;
    this.jar = jar;
    this.version = version;
    this.process = process;
  }

  /**
   * Starts it with users.
   *
   * @param jar the application
   */
  static SpringAuthorizationServerProcess start(
      Path jar, Path folder, Http http, PostgresAddress postgres)
      throws IOException, InterruptedException {
    int port = FreePort.next();
    ServerProcess process =
        ServerProcess.start(
            List.of(
                OwnJava.program("java"),
                "-jar",
                jar.toString(),
                "--server.port=" + port,
                "--spring.datasource.url=" + postgres.jdbcUrl(),
                "--spring.datasource.username=" + postgres.user(),
                "--peer.users=" + Load.USERS,
                "--peer.password=" + Load.PASSWORD,
                "--peer.secret=" + SECRET),
            Map.of(),
            folder,
            folder.resolve("spring.log"),
            URI.create("http://localhost:" + port + "/oauth2/jwks"));
    return new SpringAuthorizationServerProcess(http, port, jar, version(jar), process);
  }

  private static String version(Path jar) throws IOException {
    Pattern name = Pattern.compile(".*/spring-security-oauth2-authorization-server-(.+)\\.jar");
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> name.matcher(entry.getName()))
          .filter(Matcher::matches)
          .map(matcher -> matcher.group(1))
          .findFirst()
          .orElseThrow(() -> new IOException(jar + " has no authorization server"));
    }
  }

  @Override
  public String name() {
    return "Spring Authorization Server " + version;
  }

  @Override
  public ServerProcess process() {
    return process;
  }

  @Override
  public Future<JsonObject> login(int user) {
    return http.exchange(HttpMethod.GET, port, "/login", Map.of(), Buffer.buffer())
        .compose(form -> fillIn(user, cookie(form), first(CSRF, form.body().toString())))
        .compose(this::authorize)
        .compose(this::exchange);
  }

  private Future<Http.Answer> fillIn(int user, String cookie, String csrf) {
    return http.exchange(
        HttpMethod.POST,
        port,
        "/login",
        Map.of("Cookie", cookie, "Content-Type", Http.FORM),
        Buffer.buffer(
            Http.encoded(
                Map.of("username", Load.user(user), "password", Load.PASSWORD, "_csrf", csrf))));
  }

  private Future<Http.Answer> authorize(Http.Answer loggedIn) {
    String query =
        Http.encoded(
            Map.of(
                "response_type", "code",
                "client_id", "load",
                "redirect_uri", CALLBACK,
                "scope", "orders"));
    return http.exchange(
        HttpMethod.GET,
        port,
        "/oauth2/authorize?" + query,
        Map.of("Cookie", cookie(loggedIn)),
        Buffer.buffer());
  }

  private Future<JsonObject> exchange(Http.Answer redirect) {
    return http.form(
        port,
        "/oauth2/token",
        Http.basic("load", SECRET),
        Map.of(
            "grant_type",
            "authorization_code",
            "redirect_uri",
            CALLBACK,
            "code",
            first(CODE, String.valueOf(redirect.headers().get("Location")))));
  }

  private static String cookie(Http.Answer answer) {
    return String.valueOf(answer.headers().get("Set-Cookie")).replaceAll(";.*", "");
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("an answer lacks " + pattern);
    }
    return matcher.group(1);
  }

  @Override
  public Future<JsonObject> refresh(String refreshToken) {
    return http.form(
        port,
        "/oauth2/token",
        Http.basic("load", SECRET),
        Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
  }

  @Override
  public Future<JsonObject> introspect(String accessToken) {
    return http.form(
        port, "/oauth2/introspect", Http.basic("load", SECRET), Map.of("token", accessToken));
  }

  @Override
  public Future<JsonObject> clientCredentials() {
    return http.form(
        port,
        "/oauth2/token",
        Http.basic("load", SECRET),
        Map.of("grant_type", "client_credentials"));
  }

  @Override
  public Future<JsonObject> keys() {
    return http.get(port, "/oauth2/jwks");
  }

  @Override
  public long deployedBytes() throws IOException {
    return Files.size(jar);
  }
}
