package signet.e2e;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real browser without a window, spoken to by its DevTools protocol. Closing it ends it with all
 * its tabs.
 */
final class Chromium implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();

  private Chromium(Process process, URI address) {
    this.process = process;
    this.socket = http.newWebSocketBuilder().buildAsync(address, new Answers()).join();
  }

  /** Starts one with a profile of its own. */
  static Chromium start(Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    "chromium",
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--remote-debugging-port=0",
                    "--user-data-dir=" + profile))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.startVirtualThread(() -> err.lines().forEach(rest -> {}));
        return new Chromium(process, URI.create(listening.group(1)));
      }
    }
    throw new IOException("chromium ended before it listened");
  }

  /** One page of the browser. */
  final class Tab {
    private final String session;

    private Tab(String session) {
      this.session = session;
    }

    /** The value of an expression, awaited where it is a promise. */
    Object evaluate(String expression) {
      JsonObject answer =
          call(
              "Runtime.evaluate",
              new JsonObject()
                  .put("expression", expression)
                  .put("awaitPromise", true)
                  .put("returnByValue", true),
              session);
      if (answer.containsKey("exceptionDetails")) {
        throw new AssertionError(answer.getJsonObject("exceptionDetails").encode());
      }
      return answer.getJsonObject("result").getValue("value");
    }

    void reload() {
      call("Page.reload", new JsonObject(), session);
    }
  }

  /** Opens a page in a tab of its own; it may still be loading. */
  Tab open(URI page) {
    String target =
        call("Target.createTarget", new JsonObject().put("url", page.toString()), null)
            .getString("targetId");
    JsonObject attach = new JsonObject().put("targetId", target).put("flatten", true);
    return new Tab(call("Target.attachToTarget", attach, null).getString("sessionId"));
  }

  private JsonObject call(String method, JsonObject parameters, String session) {
    int id = ids.incrementAndGet();
    JsonObject message =
        new JsonObject().put("id", id).put("method", method).put("params", parameters);
    if (session != null) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    answers.put(id, answer);
    synchronized (socket) {
      socket.sendText(message.encode(), true).join();
    }
    JsonObject whole = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (whole.containsKey("error")) {
      throw new AssertionError(method + ": " + whole.getJsonObject("error").encode());
    }
    return whole.getJsonObject("result");
  }

  /** Gathers the pieces of messages and hands answers to who waits for them. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonObject message = new JsonObject(text.toString());
        text.setLength(0);
        CompletableFuture<JsonObject> waiting = answers.remove(message.getInteger("id", 0));
        if (waiting != null) {
          waiting.complete(message);
        }
      }
      webSocket.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    // Its profile is removed next, so it must be gone.
    process.destroyForcibly().onExit().join();
    http.close();
  }
}
