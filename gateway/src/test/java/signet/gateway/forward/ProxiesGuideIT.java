package signet.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.bearer.txn.TransactionToken;
import signet.bearer.txn.TransactionTokenVerifier;
import signet.bearer.txn.TransactionVerification;
import signet.jose.jwks.RemoteJwkSet;
import signet.testkit.Requirement;

/** The real proxies, with the guide's configurations as they stand there but for addresses. */
@Timeout(120)
final class ProxiesGuideIT {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
  private static final String[] SPOOFED = {
    "Txn-Token: spoofed",
    "txn-token: spoofed",
    "Txn_Token: spoofed",
    "X-Signet-Subject: admin",
    "x-signet-roles: admin",
    "X_Signet_Scope: admin",
    "X-Original-Uri: spoofed",
    "X-Forwarded-For: 203.0.113.66"
  };

  /** Services that believe them would answer another request than the one that was judged. */
  private static final String[] OVERRIDES = {
    "X-HTTP-Method-Override: DELETE",
    "X-HTTP-Method: DELETE",
    "X-Method-Override: DELETE",
    "X-Original-URL: /admin",
    "X-Rewrite-URL: /admin"
  };

  @TempDir private Path folder;
  private ForwardWorld world;
  private HttpServer upstream;
  private final BlockingQueue<Map<String, List<String>>> seen = new LinkedBlockingQueue<>();
  private int port;
  private Process proxy;

  @BeforeEach
  void start() throws Exception {
    world = new ForwardWorld(folder);
    upstream = ForwardWorld.server();
    upstream.createContext(
        "/",
        exchange -> {
          seen.add(headers(exchange.getRequestHeaders(), exchange.getRequestURI().toString()));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    upstream.start();
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  private static Map<String, List<String>> headers(Headers sent, String uri) {
    Map<String, List<String>> headers = new TreeMap<>();
    sent.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    headers.put(":path", List.of(uri));
    return headers;
  }

  @AfterEach
  void stop() throws Exception {
    if (proxy != null) {
      proxy.descendants().forEach(ProcessHandle::destroyForcibly);
      proxy.destroyForcibly().waitFor();
    }
    upstream.stop(0);
    world.close();
  }

  private String guide(String name, Map<String, String> changes) throws IOException {
    Matcher block =
        Pattern.compile("(?s)<!-- test " + name + " -->\n```\\w+\n(.*?)```\n<!-- /test -->")
            .matcher(Files.readString(Path.of("../docs/guides/gateway.md")));
    assertThat(block.find()).isTrue();
    String here = block.group(1);
    for (Map.Entry<String, String> change : changes.entrySet()) {
      assertThat(here).contains(change.getKey());
      here = here.replace(change.getKey(), change.getValue());
    }
    return here;
  }

  private void run(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("proxy.out").toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_DATA_HOME", folder.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    proxy = builder.start();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> status(send("GET", "/open")) == 204);
    seen.clear();
  }

  private void startNginx() throws IOException {
    Requirement.command("nginx", "nginx-light (Debian)").orSkip(Assumptions::abort);
    String server =
        guide(
            "nginx",
            Map.of(
                "listen 443 ssl;", "listen 127.0.0.1:" + port + ";",
                "127.0.0.1:8431", "127.0.0.1:" + world.management.getPort(),
                "10.0.0.21:8080", "127.0.0.1:" + upstream.getAddress().getPort()));
    Path file = folder.resolve("nginx.conf");
    String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
    Files.writeString(
        file,
        """
        daemon off;
        %s
        worker_processes 1;
        pid nginx.pid;
        error_log stderr;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          %s
        }
        """
            .formatted(user, server));
    run("nginx", "-p", folder.toString(), "-c", file.toString());
  }

  private void startCaddy() throws IOException {
    Requirement.command("caddy", "caddy (Debian)").orSkip(Assumptions::abort);
    String site =
        guide(
            "caddy",
            Map.of(
                "https://api.example.com", "http://api.example.com:" + port,
                "127.0.0.1:8431", "127.0.0.1:" + world.management.getPort(),
                "10.0.0.21:8080", "127.0.0.1:" + upstream.getAddress().getPort()));
    Path file = folder.resolve("Caddyfile");
    Files.writeString(file, "{\n  admin off\n  auto_https off\n}\n" + site);
    run("caddy", "run", "--config", file.toString(), "--adapter", "caddyfile");
  }

  /** The whole answer as text. */
  private String send(String method, String target, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
      request.append("Host: api.example.com\r\nConnection: close\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      socket
          .getOutputStream()
          .write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static int status(String answer) {
    Matcher status = STATUS.matcher(answer);
    assertThat(status.find()).isTrue();
    return Integer.parseInt(status.group(1));
  }

  private String[] signed(String... more) {
    List<String> headers = new ArrayList<>(List.of(more));
    headers.add("Authorization: Bearer " + world.accessToken());
    return headers.toArray(new String[0]);
  }

  private void servicesSeeVerifiedTransactions() throws Exception {
    assertThat(status(send("POST", "/orders/1?x=%20y", signed(SPOOFED)))).isEqualTo(204);
    Map<String, List<String>> headers = seen.take();
    assertThat(headers.get(":path")).containsExactly("/orders/1?x=%20y");
    assertThat(headers).doesNotContainKey("authorization");
    assertNothingSpoofed(headers);
    TransactionToken token = verified(headers.get("txn-token"));
    assertThat(token.subject()).isEqualTo("usr_1");
    assertThat(token.scopes()).containsExactly("orders:read");
    assertThat(token.roles()).containsExactly("clerk", "auditor");
    assertThat(token.clientAddress()).contains("127.0.0.1");
  }

  private TransactionToken verified(List<String> values) throws InterruptedException {
    assertThat(values).hasSize(1);
    try (RemoteJwkSet keys =
        RemoteJwkSet.builder(world.management.resolve("/.well-known/jwks.json")).build()) {
      TransactionVerification verification =
          TransactionTokenVerifier.builder(ForwardWorld.DOMAIN)
              .keys(keys)
              .build()
              .verify(values.get(0));
      assertThat(verification).isInstanceOf(TransactionVerification.Verified.class);
      return ((TransactionVerification.Verified) verification).token();
    }
  }

  private static void assertNothingSpoofed(Map<String, List<String>> headers) {
    headers.forEach(
        (name, values) -> {
          assertThat(values).doesNotContain("spoofed", "admin");
          assertThat(name.replace('_', '-'))
              .doesNotStartWith("x-signet-")
              .doesNotStartWith("x-original-");
        });
  }

  private void whatIsSpoofedHasNoEffect() throws Exception {
    assertThat(status(send("GET", "/open", SPOOFED))).isEqualTo(204);
    Map<String, List<String>> open = seen.take();
    assertNothingSpoofed(open);
    assertThat(open).doesNotContainKey("txn-token").doesNotContainKey("txn_token");
    assertThat(status(send("GET", "/orders", SPOOFED))).isEqualTo(401);
    // A client that names another, open place asks about the place where it goes.
    for (String family : List.of("X-Original-", "X-Forwarded-")) {
      String answer =
          send(
              "GET",
              "/orders",
              family + "Method: GET",
              family + "Uri: /open",
              family + "Host: api.example.com");
      assertThat(status(answer)).isEqualTo(401);
    }
    assertThat(status(send("GET", "/admin", signed()))).isEqualTo(403);
    assertThat(status(send("GET", "/elsewhere", signed()))).isEqualTo(403);
    assertThat(seen).isEmpty();
  }

  private void overridesReachNoService(int status) throws Exception {
    for (String header : OVERRIDES) {
      assertThat(status(send("GET", "/open", header))).as(header).isEqualTo(status);
      if (status == 204) {
        assertThat(seen.take())
            .doesNotContainKey(header.replaceFirst(":.*", "").toLowerCase(Locale.ROOT));
      }
    }
    assertThat(seen).isEmpty();
  }

  private void challengePasses() throws IOException {
    String none = send("GET", "/orders");
    assertThat(status(none)).isEqualTo(401);
    assertThat(none.toLowerCase(Locale.ROOT))
        .containsOnlyOnce("www-authenticate: bearer realm=\"api\"\r\n");
    String bad = send("GET", "/orders", "Authorization: Bearer x");
    assertThat(bad).contains("Bearer realm=\"api\", error=\"invalid_token\", reason=\"malformed\"");
    assertThat(seen).isEmpty();
  }

  @Test
  void nginxAsks() throws Exception {
    startNginx();
    servicesSeeVerifiedTransactions();
    whatIsSpoofedHasNoEffect();
    overridesReachNoService(403);
    challengePasses();
    world.failVerify();
    assertThat(status(send("GET", "/orders", signed()))).isEqualTo(500);
    assertThat(Files.readString(folder.resolve("proxy.out")))
        .contains("auth request unexpected status: 503");
  }

  @Test
  void caddyAsks() throws Exception {
    startCaddy();
    servicesSeeVerifiedTransactions();
    whatIsSpoofedHasNoEffect();
    overridesReachNoService(204);
    assertThat(status(send("GET", "/open", "X_HTTP_Method_Override: DELETE"))).isEqualTo(403);
    challengePasses();
    assertThat(send("GET", "/admin", signed()))
        .contains("error=\"insufficient_scope\", scope=\"orders:admin\"");
    world.failVerify();
    String unavailable = send("GET", "/orders", signed());
    assertThat(status(unavailable)).isEqualTo(503);
    assertThat(unavailable).contains("Retry-After: 5");
  }
}
