package signet.server.endpoint;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Runs what blocks on virtual threads, a stated number at once; more is answered 503. Thread-safe.
 */
final class Workers implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
  private final Semaphore permits;

  Workers(int atOnce) {
    permits = new Semaphore(atOnce);
  }

  /** Answers a request by blocking work. To be called on the event loop. */
  void answer(RoutingContext context, Supplier<Reply> work) {
    Exchange exchange = Exchange.of(context);
    if (!permits.tryAcquire()) {
      exchange.send(exchange.busy());
      return;
    }
    Context eventLoop = context.vertx().getOrCreateContext();
    threads.execute(
        () -> {
          Reply reply;
          try {
            reply = work.get();
          } catch (RuntimeException | Error e) {
            reply = exchange.failure(e);
          } finally {
            permits.release();
          }
          Reply answer = reply;
          eventLoop.runOnContext(on -> exchange.send(answer));
        });
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
