package signet.server.endpoint;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Reads bodies of requests: JSON or forms by content type, bounded in size and time, each and all
 * together.
 */
final class RequestBody {
  // RFC 8259 §11 defines no parameter; a charset of utf-8 changes nothing and is often sent.
  private static final Pattern JSON =
      Pattern.compile(
          "application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

  private static final Pattern FORM =
      Pattern.compile(
          "application/x-www-form-urlencoded\\s*(;\\s*charset=\"?utf-8\"?\\s*)?",
          Pattern.CASE_INSENSITIVE);

  private final AtomicLong bytesHeld = new AtomicLong();
  private final Vertx vertx;
  private final int maxBytes;
  private final long maxBytesAtOnce;
  private final Duration deadline;

  /**
   * Reads bodies within those bounds.
   *
   * @param maxBytes of one; a longer one is answered 413
   * @param maxBytesAtOnce of all that are arriving; what comes beyond is answered 503
   * @param deadline what takes longer is answered 408
   */
  RequestBody(Vertx vertx, int maxBytes, long maxBytesAtOnce, Duration deadline) {
    this.vertx = vertx;
    this.maxBytes = maxBytes;
    this.maxBytesAtOnce = maxBytesAtOnce;
    this.deadline = deadline;
  }

  /**
   * The body of type JSON, or a failure with a {@link ProblemException}. To be called on the event
   * loop.
   */
  Future<byte[]> json(HttpServerRequest request) {
    return read(request, JSON);
  }

  /** The body of a form, as {@link #json}. */
  Future<byte[]> form(HttpServerRequest request) {
    return read(request, FORM);
  }

  private Future<byte[]> read(HttpServerRequest request, Pattern type) {
    String contentType = request.getHeader("Content-Type");
    if (contentType == null || !type.matcher(contentType.strip()).matches()) {
      return Future.failedFuture(ProblemException.of(Problem.UNSUPPORTED_MEDIA_TYPE));
    }
    if (declaredLength(request) > maxBytes) {
      return Future.failedFuture(tooLarge());
    }
    Promise<byte[]> promise = Promise.promise();
    long timer =
        vertx.setTimer(
            deadline.toMillis(),
            id ->
                promise.tryFail(
                    ProblemException.of(Problem.REQUEST_TIMEOUT)
                        .withHeader(Reply.CONNECTION, "close")));
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (body.length() + chunk.length() > maxBytes) {
            promise.tryFail(tooLarge());
          } else if (!promise.future().isComplete()) {
            hold(chunk, body, promise);
          }
        });
    // The client went away or broke the framing: its doing, and nothing for the error log.
    request.exceptionHandler(
        broken -> promise.tryFail(ProblemException.of(Problem.INVALID_REQUEST)));
    request.endHandler(end -> promise.tryComplete(body.getBytes()));
    return promise
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              bytesHeld.addAndGet(-body.length());
            });
  }

  private void hold(Buffer chunk, Buffer body, Promise<byte[]> promise) {
    if (bytesHeld.addAndGet(chunk.length()) > maxBytesAtOnce) {
      bytesHeld.addAndGet(-chunk.length());
      promise.tryFail(
          ProblemException.of(Problem.BUSY)
              .withHeader("Retry-After", "1")
              .withHeader(Reply.CONNECTION, "close"));
    } else {
      body.appendBuffer(chunk);
    }
  }

  private ProblemException tooLarge() {
    // The rest of the body is not read, so the connection cannot be used again.
    return ProblemException.of(Problem.BODY_TOO_LARGE, "a body has at most " + maxBytes + " bytes")
        .withHeader(Reply.CONNECTION, "close");
  }

  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
