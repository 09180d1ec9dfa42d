package signet.server.endpoint;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import signet.server.revocation.FeedReader;
import signet.server.revocation.RevocableToken;

/** One verifier's stream of events. Written to by one thread at a time. */
final class FeedStream {
  /** Who has not taken that much falls behind, and is cut off: it resumes where it was. */
  private static final int MOST_UNSENT_BYTES = 256 * 1024;

  private static final long WRITE_SECONDS = 10;

  private final Vertx vertx;
  private final Context eventLoop;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final RevocableToken token;
  private volatile Runnable left = () -> {};

  FeedStream(Vertx vertx, HttpServerRequest request, RevocableToken token) {
    this.vertx = vertx;
    this.eventLoop = vertx.getOrCreateContext();
    this.request = request;
    this.response = request.response();
    this.token = token;
    response.setWriteQueueMaxSize(MOST_UNSENT_BYTES);
  }

  /** Whether a page of the feed revokes the token that opened it. */
  boolean isRevokedBy(FeedReader.Page page) {
    return page.entries().stream().anyMatch(placed -> placed.entry().names(token));
  }

  /** Whose it is: the client's, or a user's who may read the feed. */
  String client() {
    return token.subject();
  }

  /** Ends it after that time, when its token does. */
  void endAfter(long millis) {
    if (response.closed()) {
      // Nobody would be told of an end that has been.
      left.run();
      return;
    }
    long timer = vertx.setTimer(Math.max(1, millis), id -> end());
    response.closeHandler(closed -> ended(timer));
    response.endHandler(ended -> ended(timer));
    response.exceptionHandler(failure -> ended(timer));
  }

  private void ended(long timer) {
    vertx.cancelTimer(timer);
    left.run();
  }

  /** Has that run when it ends; may run several times. */
  void onEnd(Runnable action) {
    left = action;
  }

  /** Writes without waiting; cuts off who does not read. */
  void push(Buffer events) {
    eventLoop.runOnContext(
        on -> {
          if (response.ended() || response.closed()) {
            // Whoever was gone before it was given a place gives it back here.
            left.run();
            return;
          }
          if (response.writeQueueFull()) {
            cut();
          } else {
            response.write(events);
          }
        });
  }

  /**
   * Writes and waits until it is sent.
   *
   * @return false if the other side does not take it
   */
  boolean send(Buffer events) throws InterruptedException {
    try {
      response
          .write(events)
          .toCompletionStage()
          .toCompletableFuture()
          .get(WRITE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      cut();
      return false;
    }
  }

  /** Ends it in order, after what was pushed before. */
  void end() {
    eventLoop.runOnContext(
        on -> {
          if (!response.ended() && !response.closed()) {
            response.end();
          }
        });
  }

  private void cut() {
    if (request.version() == HttpVersion.HTTP_2) {
      response.reset();
    } else {
      request.connection().close();
    }
  }
}
