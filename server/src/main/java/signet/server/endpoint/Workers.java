package signet.server.endpoint;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
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

  /** Work that may block, and may be told to stop. */
  @FunctionalInterface
  interface Blocking<T> {
    void run(T subject) throws InterruptedException;
  }

  /**
   * Answers a request by a stream. To be called on the event loop.
   *
   * @param admission decides, and may block
   * @param begin on the event loop, once that is decided
   * @param work writes to the stream, and may block for long: it counts no more among those at once
   */
  <A, S> void stream(
      RoutingContext context, Supplier<A> admission, Function<A, S> begin, Blocking<S> work) {
    Exchange exchange = Exchange.of(context);
    if (!permits.tryAcquire()) {
      exchange.send(exchange.busy());
      return;
    }
    Context eventLoop = context.vertx().getOrCreateContext();
    threads.execute(
        () -> {
          try {
            work.run(begun(eventLoop, admission, begin));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException | Error e) {
            Reply reply = exchange.failure(e);
            eventLoop.runOnContext(on -> exchange.send(reply));
          }
        });
  }

  private <A, S> S begun(Context eventLoop, Supplier<A> admission, Function<A, S> begin) {
    try {
      A admitted = admission.get();
      CompletableFuture<S> begun = new CompletableFuture<>();
      eventLoop.runOnContext(on -> begin(begun, () -> begin.apply(admitted)));
      return begun.join();
    } finally {
      permits.release();
    }
  }

  private static <S> void begin(CompletableFuture<S> begun, Supplier<S> begin) {
    try {
      begun.complete(begin.get());
    } catch (RuntimeException | Error e) {
      begun.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
