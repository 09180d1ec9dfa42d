package signet.benchmarks.growth;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Streams of a revocation feed that are read and counted, byte by byte. */
final class Streams implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;
  private final AtomicLong bytes = new AtomicLong();

  /** Opens them, and waits until each has begun. */
  Streams(int count, int port, String token) throws IOException, InterruptedException {
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true), new PoolOptions().setHttp1MaxSize(count));
    CountDownLatch begun = new CountDownLatch(count);
    RequestOptions options =
        new RequestOptions()
            .setHost("localhost")
            .setPort(port)
            .setMethod(HttpMethod.GET)
            .setURI("/revocations/stream")
            .putHeader("Authorization", "Bearer " + token);
    for (int i = 0; i < count; i++) {
      client
          .request(options)
          .compose(request -> request.send())
          .onSuccess(
              response -> {
                begun.countDown();
                response.handler(buffer -> bytes.addAndGet(buffer.length()));
              });
    }
    if (!begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException(begun.getCount() + " streams did not begin");
    }
  }

  /** Bytes that came by all of them. */
  long bytes() {
    return bytes.get();
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
