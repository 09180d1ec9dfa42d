package signet.benchmarks.load;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens many streams of one server's revocation feed, revokes at a steady rate, and sees whether
 * every stream was told of everything, how late, and what that took of memory.
 */
public final class StreamRun {
  private static final int STREAMS = 2_000;
  private static final int PER_SECOND = 10;
  private static final Duration STEADY = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ENTRY = Pattern.compile("\"jti\":\"load-([0-9]+)\"");

  private final Path results;
  private final Path launcher;

  /** A run of the server that the launcher starts. */
  public StreamRun(Path results, Path launcher) {
    this.results = results;
    this.launcher = launcher.toAbsolutePath().normalize();
  }

  /** Runs all of it, which takes some two minutes. */
  public void run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("signet-streams-");
    FeedServer.Place place = new FeedServer.Place(folder, FreePort.next(), Optional.empty(), "");
    Vertx vertx = Vertx.vertx();
    // Held to the end: Vert.x closes a client, and its connections, that nobody refers to any more.
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true),
            new PoolOptions().setHttp1MaxSize(STREAMS + 1));
    try (Http http = new Http();
        FeedServer server = FeedServer.start(launcher, place, http)) {
      long before = server.liveHeapKib();
      List<Listening> streams = open(client, server);
      JsonObject row = new JsonObject().put("streams", STREAMS).put("heap_without_kib", before);
      row.put("heap_start_kib", server.liveHeapKib()).put("rss_start_kib", server.residentKib());
      long[] sentNanos = revoke(server);
      await(streams, sentNanos.length);
      row.put("heap_end_kib", server.liveHeapKib()).put("rss_end_kib", server.residentKib());
      report(row, streams, sentNanos);
    } finally {
      client.close().toCompletionStage().toCompletableFuture().join();
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static List<Listening> open(HttpClient client, FeedServer server)
      throws InterruptedException, IOException {
    String token = server.credentials("signet:revocations").accessToken();
    List<Listening> streams = new ArrayList<>();
    CountDownLatch fresh = new CountDownLatch(STREAMS);
    for (int i = 0; i < STREAMS; i++) {
      Listening listening = new Listening(fresh);
      streams.add(listening);
      listening.open(client, server.port(), token);
      if (i % 20 == 0) {
        // As services start, not as a flood.
        Thread.sleep(50);
      }
    }
    if (!fresh.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException(fresh.getCount() + " streams did not begin");
    }
    return streams;
  }

  private static long[] revoke(FeedServer server) throws InterruptedException {
    long[] sentNanos = new long[(int) STEADY.toSeconds() * PER_SECOND];
    String admin = server.credentials("signet:admin").accessToken();
    long start = System.nanoTime();
    for (int i = 0; i < sentNanos.length; i++) {
      long due = start + TimeUnit.SECONDS.toNanos(1) * i / PER_SECOND;
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      sentNanos[i] = System.nanoTime();
      server.revoke("load-" + i, admin).toCompletionStage().toCompletableFuture().join();
    }
    return sentNanos;
  }

  private static void await(List<Listening> streams, int entries) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline
        && !streams.stream().allMatch(stream -> stream.count() == entries)) {
      Thread.sleep(100);
    }
  }

  private void report(JsonObject row, List<Listening> streams, long[] sentNanos)
      throws IOException {
    long missing = streams.stream().mapToLong(s -> sentNanos.length - s.count()).sum();
    double[] millis = new double[streams.size() * sentNanos.length];
    int next = 0;
    for (Listening stream : streams) {
      for (int i = 0; i < sentNanos.length; i++) {
        if (stream.heardNanos[i] != 0) {
          millis[next++] = (stream.heardNanos[i] - sentNanos[i]) / 1e6;
        }
      }
    }
    row.put("entries", sentNanos.length)
        .put("per_second", PER_SECOND)
        .put("not_heard", missing)
        .put("reset_streams", streams.stream().filter(s -> s.reset).count())
        .put("ended_streams", streams.stream().filter(s -> s.ended).count())
        .put("from_request_to_stream", new Spread(java.util.Arrays.copyOf(millis, next)).json());
    System.out.println(row.encodePrettily());
    Files.createDirectories(results);
    Files.writeString(results.resolve("streams.json"), row.encodePrettily() + "\n");
    if (missing > 0) {
      throw new IOException(missing + " entries were not heard");
    }
  }

  /** One stream, on the event loop of its connection. */
  private static final class Listening {
    private final CountDownLatch fresh;
    private final BitSet heard = new BitSet();
    private final AtomicInteger count = new AtomicInteger();
    private final long[] heardNanos = new long[(int) STEADY.toSeconds() * PER_SECOND];
    private volatile boolean ended;
    private volatile boolean reset;
    private boolean began;
    private String rest = "";

    Listening(CountDownLatch fresh) {
      this.fresh = fresh;
    }

    int count() {
      return count.get();
    }

    void open(HttpClient client, int port, String token) {
      client
          .request(
              new RequestOptions()
                  .setHost("localhost")
                  .setPort(port)
                  .setMethod(HttpMethod.GET)
                  .setURI("/revocations/stream")
                  .putHeader("Authorization", "Bearer " + token))
          .compose(request -> request.send())
          .onSuccess(
              response ->
                  response
                      .handler(buffer -> take(buffer.toString(StandardCharsets.UTF_8)))
                      .endHandler(end -> ended = true)
                      .exceptionHandler(failure -> ended = true))
          .onFailure(failure -> ended = true);
    }

    private void take(String text) {
      long now = System.nanoTime();
      String all = rest + text;
      int end = all.lastIndexOf("\n\n");
      if (end < 0) {
        rest = all;
        return;
      }
      rest = all.substring(end + 2);
      String events = all.substring(0, end);
      if (!began && events.contains("event: fresh")) {
        began = true;
        fresh.countDown();
      }
      reset |= events.contains("event: reset");
      Matcher entries = ENTRY.matcher(events);
      while (entries.find()) {
        int index = Integer.parseInt(entries.group(1));
        if (!heard.get(index)) {
          heard.set(index);
          heardNanos[index] = now;
          count.incrementAndGet();
        }
      }
    }
  }
}
