package signet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Requirement;

/** The example page with the browser helper, in a real browser against a real server. */
@BesideOthers
final class BrowserIT {
  private static final Path HELPER = SignetProcess.ROOT.resolve("express/browser");
  private static final String PASSWORD = "correct horse battery staple";
  private static final String STATE = "document.getElementById('state').value";

  @TempDir private Path folder;
  private HttpServer pages;
  private HttpServer foreignPages;
  private SignetProcess server;
  private Chromium browser;
  private String issuer;

  @BeforeEach
  void start() throws Exception {
    Requirement.command("chromium", "chromium (Debian)").orSkip(Assumptions::abort);
    pages = listen();
    foreignPages = listen();
    String origin = "http://localhost:" + pages.getAddress().getPort();
    Path config =
        Files.writeString(
            folder.resolve("signet.yaml"),
            "clients:\n  default:\n    allowed-origins: [" + origin + "]\n");
    try (SignetProcess add = SignetProcess.start(folder, PASSWORD + "\n", "user", "add", "alice")) {
      assertThat(add.exitStatus()).as(add.err()).isZero();
    }
    server =
        SignetProcess.start(
            folder,
            "",
            "serve",
            "--port",
            "0",
            "--management-port",
            "0",
            "--config",
            config.toString());
    issuer = server.nextLine().replace("ready ", "");
    serve(pages);
    serve(foreignPages);
    browser = Chromium.start(folder.resolve("profile"));
  }

  @AfterEach
  void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
    for (HttpServer listener : new HttpServer[] {pages, foreignPages}) {
      if (listener != null) {
        listener.stop(0);
      }
    }
  }

  private static HttpServer listen() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private void serve(HttpServer listener) throws IOException {
    String page =
        Files.readString(HELPER.resolve("example/index.html"))
            .replace("http://localhost:8420", issuer);
    String script = Files.readString(HELPER.resolve("src/session.js"));
    serve(listener, "/", "text/html", page);
    serve(listener, "/session.js", "text/javascript", script);
    listener.start();
  }

  private static void serve(HttpServer listener, String path, String type, String text) {
    byte[] body = text.getBytes(UTF_8);
    listener.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().putAll(Map.of("Content-Type", java.util.List.of(type)));
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private static URI address(HttpServer listener) {
    return URI.create("http://localhost:" + listener.getAddress().getPort() + "/");
  }

  private static void becomes(Chromium.Tab tab, String state) {
    Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> state.equals(tab.evaluate(STATE)));
  }

  private static void logIn(Chromium.Tab tab) {
    becomes(tab, "logged out");
    tab.evaluate(
        "(() => { const f = document.getElementById('login'); f.username.value = 'alice';"
            + " f.password.value = '"
            + PASSWORD
            + "'; f.requestSubmit(); })()");
    becomes(tab, "logged in");
  }

  @Test
  void keepsASessionOverReloadsAndTabsUntilLogout() {
    Chromium.Tab first = browser.open(address(pages));
    logIn(first);

    first.reload();
    becomes(first, "logged in");
    // Both have the cookie alone, and ask at the same time.
    Chromium.Tab second = browser.open(address(pages));
    Chromium.Tab third = browser.open(address(pages));
    becomes(second, "logged in");
    becomes(third, "logged in");

    second.evaluate("document.getElementById('logout').click()");
    becomes(second, "logged out");
    becomes(first, "logged out");
    becomes(third, "logged out");
    first.reload();
    becomes(first, "logged out");
  }

  @Test
  void showsNoTokenToScripts() {
    Chromium.Tab tab = browser.open(address(pages));
    logIn(tab);

    assertThat(
            tab.evaluate("document.cookie + JSON.stringify({...localStorage, ...sessionStorage})"))
        .isEqualTo("{}");
  }

  @Test
  void keepsAPageOfAnotherOriginAway() {
    Chromium.Tab own = browser.open(address(pages));
    logIn(own);
    Chromium.Tab foreign = browser.open(address(foreignPages));
    Awaitility.await()
        .ignoreExceptions()
        .until(() -> "complete".equals(foreign.evaluate("document.readyState")));

    for (String action : new String[] {"refresh", "logout"}) {
      assertThat(
              foreign.evaluate(
                  "fetch('"
                      + issuer
                      + "/session/"
                      + action
                      + "', {method: 'POST', credentials: 'include', headers: {'Content-Type':"
                      + " 'application/json'}, body: '{}'}).then(r => 'answered ' + r.status, e =>"
                      + " 'kept away')"))
          .isEqualTo("kept away");
    }
    // Without a preflight, such a request arrives, but not with a type that is taken.
    foreign.evaluate(
        "fetch('"
            + issuer
            + "/session/logout', {method: 'POST', mode: 'no-cors', credentials: 'include', body:"
            + " '{}'}).then(r => r.type)");

    own.reload();
    becomes(own, "logged in");
  }
}
