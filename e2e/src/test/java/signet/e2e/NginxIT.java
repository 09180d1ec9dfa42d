package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Requirement;

/** The load balancer of the guide, as it stands there but for addresses and TLS. */
@Timeout(300)
@BesideOthers
final class NginxIT {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```nginx\\n(.*?)```");
  private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

  @TempDir private Path folder;
  private Nodes nodes;
  private SignetProcess one;
  private Process nginx;
  private URI front;

  @BeforeEach
  void start() throws Exception {
    Requirement.command("nginx", "nginx-light (Debian)").orSkip(Assumptions::abort);
    int port = Nodes.freePort();
    front = URI.create("http://localhost:" + port);
    nodes =
        new Nodes(
            folder,
            """
            issuer: %s
            proxies.trusted: 127.0.0.1
            """
                .formatted(front));
    one = nodes.start("one", Map.of());
    SignetProcess two = nodes.start("two", Map.of());
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, configuration(port, Nodes.ready(one), Nodes.ready(two)));
    nginx =
        new ProcessBuilder("nginx", "-p", folder.toString(), "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.out").toFile())
            .start();
    await()
        .ignoreExceptions()
        .until(
            () ->
                nodes.send(HttpRequest.newBuilder(front.resolve("/health/ready"))).statusCode()
                    == 200);
  }

  private String configuration(int port, URI first, URI second) throws IOException {
    Path guide = SignetProcess.ROOT.resolve("docs/guides/scaling.md");
    Matcher example = EXAMPLE.matcher(Files.readString(guide));
    assertThat(example.find()).isTrue();
    String here = example.group(1);
    for (Map.Entry<String, String> change :
        Map.of(
                "10.0.0.11:8420", "127.0.0.1:" + first.getPort(),
                "10.0.0.12:8420", "127.0.0.1:" + second.getPort(),
                "listen 443 ssl;", "listen 127.0.0.1:" + port + ";")
            .entrySet()) {
      assertThat(here).contains(change.getKey());
      here = here.replace(change.getKey(), change.getValue());
    }
    String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
    return """
    daemon off;
    %s
    worker_processes 1;
    pid nginx.pid;
    error_log stderr;
    events { worker_connections 256; }
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
        .formatted(user, here);
  }

  @AfterEach
  void stop() throws Exception {
    if (nginx != null) {
      nginx.descendants().forEach(ProcessHandle::destroyForcibly);
      nginx.destroyForcibly().waitFor();
    }
    if (nodes != null) {
      nodes.close();
    }
  }

  @Test
  void sessionsLiveBehindItAndTheServersKnowWhereClientsAre() throws Exception {
    HttpResponse<String> login = nodes.login(front);
    String token = Nodes.token(login);
    Matcher accessToken = ACCESS_TOKEN.matcher(login.body());
    assertThat(accessToken.find()).isTrue();

    String sessions =
        nodes
            .send(
                HttpRequest.newBuilder(front.resolve("/session/list"))
                    .header("Authorization", "Bearer " + accessToken.group(1)))
            .body();
    assertThat(sessions).contains("\"127.0.0.2\"").doesNotContain("\"127.0.0.1\"");
    for (int i = 0; i < 10; i++) {
      token = Nodes.token(nodes.refresh(front, token));
    }
    assertThat(nodes.logout(front, token).statusCode()).isEqualTo(204);
    assertThat(nodes.refresh(front, token).statusCode()).isEqualTo(400);
  }

  @Test
  void whenAServerDiesNginxGoesToTheOther() throws Exception {
    String token = Nodes.token(nodes.login(front));
    for (int i = 0; i < 4; i++) {
      token = Nodes.token(nodes.refresh(front, token));
    }
    one.kill();
    await().until(() -> !one.isAlive());

    for (int i = 0; i < 50; i++) {
      token = Nodes.token(nodes.refresh(front, token));
    }
    Nodes.token(nodes.login(front));
  }

  @Test
  void whatWasUnderWayMayBeSentAgainWithTheSameToken() throws Exception {
    int clients = 4;
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger failures = new AtomicInteger();
    CountDownLatch underLoad = new CountDownLatch(100);
    CountDownLatch afterwards = new CountDownLatch(200);
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<String>> latest = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        String first = Nodes.token(nodes.login(front));
        latest.add(
            threads.submit(
                () -> {
                  String token = first;
                  while (!over.get()) {
                    HttpResponse<String> response = nodes.refresh(front, token);
                    if (response.statusCode() == 502) {
                      failures.incrementAndGet();
                    } else {
                      token = Nodes.token(response);
                      (underLoad.getCount() > 0 ? underLoad : afterwards).countDown();
                    }
                  }
                  return token;
                }));
      }
      try {
        underLoad.await();
        one.kill();
        await().until(() -> afterwards.getCount() == 0 || latest.stream().anyMatch(Future::isDone));
      } finally {
        over.set(true);
      }
      for (Future<String> token : latest) {
        Nodes.token(nodes.refresh(front, token.get()));
      }
      // At most what each client had sent to the server that died, on both its connections.
      assertThat(failures.get()).isLessThanOrEqualTo(2 * clients);
    }
  }
}
