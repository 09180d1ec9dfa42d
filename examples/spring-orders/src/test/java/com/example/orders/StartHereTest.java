package com.example.orders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;

/** The service in Spring Boot of "Start here", from the page's own files. */
final class StartHereTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern FILE =
      Pattern.compile("(?s)<!-- file (\\S+) -->\\n```(?:java|xml)\\n(.*?)```");
  private static final Pattern YAML =
      Pattern.compile("(?s)<!-- file src/main/resources/(\\S+) -->\\n```yaml\\n(.*?)```");

  @TempDir private Path folder;

  private final PrivateJwk key = PrivateJwk.generate(JwsAlgorithm.ES256);
  private HttpServer gateway;

  @BeforeEach
  void publishKeys() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] keys = JwkSet.of(key).toJson().getBytes(UTF_8);
    gateway.createContext(
        "/.well-known/jwks.json",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    gateway.start();
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
  }

  private String token(String role) {
    Instant now = Instant.now();
    return JwtSigner.of(SigningKey.of(key), "txntoken+jwt")
        .sign(
            JwtClaims.builder()
                .subject("usr_alice")
                .audience("first-steps.internal")
                .issuedAt(now)
                .expiresAt(now.plusSeconds(60))
                .claim("txn", "a-transaction")
                .claim("scope", "")
                .claim("req_wl", "signet-gateway")
                .claim("tctx", Map.of("roles", List.of(role)))
                .build());
  }

  @Test
  void asksForATransactionTokenWithTheRole() throws Exception {
    String page = Files.readString(ROOT.resolve("docs/start-here.md"));
    Matcher yaml = YAML.matcher(page);
    assertThat(yaml.find()).isTrue();
    Files.writeString(folder.resolve(yaml.group(1)), yaml.group(2));
    URL[] classes = {compiled(page).toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader());
        var application =
            (ServletWebServerApplicationContext)
                new SpringApplicationBuilder(loader.loadClass("first.OrdersApplication"))
                    .resourceLoader(new DefaultResourceLoader(loader))
                    .run(
                        "--spring.config.location=" + folder.resolve(yaml.group(1)).toUri(),
                        "--server.port=0",
                        "--signet.transaction-tokens.jwk-set-uri=http://localhost:"
                            + gateway.getAddress().getPort()
                            + "/.well-known/jwks.json")) {
      int port = application.getWebServer().getPort();
      assertThat(get(port, "").statusCode()).isEqualTo(401);
      assertThat(get(port, token("guest")).statusCode()).isEqualTo(403);
      assertThat(get(port, token("clerk")).body()).isEqualTo("{\"orders of\":\"usr_alice\"}");
    }
  }

  /** Versions are those of this build. */
  @Test
  void namesTheVersionsOfThisBuild() throws Exception {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    Matcher version = Pattern.compile("<spring-boot.version>(.*?)<").matcher(pom);
    assertThat(version.find()).isTrue();
    Matcher own = Pattern.compile("<version>(.*?)</version>").matcher(pom);
    assertThat(own.find()).isTrue();

    assertThat(Files.readString(ROOT.resolve("docs/start-here.md")))
        .contains(
            "<artifactId>spring-boot-starter-parent</artifactId>\n    <version>%s</version>"
                .formatted(version.group(1)),
            "<artifactId>signet-spring-boot-starter</artifactId>\n      <version>%s</version>"
                .formatted(own.group(1)));
  }

  private Path compiled(String page) throws IOException {
    Path source = null;
    Matcher file = FILE.matcher(page);
    while (file.find()) {
      Path path = folder.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(2));
      source = path.toString().endsWith(".java") ? path : source;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path classes = Files.createDirectory(folder.resolve("classes"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      List<String> options =
          List.of("-d", classes.toString(), "-cp", classPath, "-parameters", "-proc:none");
      boolean done =
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertThat(done).as("the page's Java compiles").isTrue();
    }
    return classes;
  }

  private static HttpResponse<String> get(int port, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/orders"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          (token.isEmpty() ? request : request.header("Txn-Token", token)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
