package signet.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Passes the body of a request, and what comes behind it, to a service, for as long as the request
 * may go on. Belongs to one event loop.
 */
final class BodyForwarding {
  private final Setup setup;
  private final Exchange exchange;
  private final HttpForwarding forwarding;
  private final HttpServerRequest request;
  private @Nullable Buffer firstPiece;
  private @Nullable Future<Void> written;
  private List<Map.Entry<String, String>> trailers = List.of();
  private long bytes;
  private boolean begun;
  private boolean ended;
  private boolean passed;
  private boolean stopped;

  BodyForwarding(Setup setup, Exchange exchange, HttpForwarding forwarding) {
    this.setup = setup;
    this.exchange = exchange;
    this.forwarding = forwarding;
    this.request = exchange.request();
  }

  /**
   * HTTP/2 says only at its end whether a stream had a body: goes on with whichever comes first.
   */
  void awaitFirst(Runnable next) {
    request.exceptionHandler(failure -> forwarding.clientGone());
    request.handler(
        piece -> {
          if (!stopped) {
            request.pause();
            firstPiece = piece;
            next.run();
          }
        });
    request.endHandler(
        end -> {
          readEnd();
          if (!stopped && firstPiece == null) {
            exchange.hasBody = !trailers.isEmpty();
            next.run();
          }
        });
    request.resume();
  }

  private void readEnd() {
    ended = true;
    trailers = exchange.trailers();
  }

  /** Begins to pass it; the head of the request is complete but for the framing. */
  void passTo(HttpClientRequest out) {
    begun = true;
    String length = request.getHeader("content-length");
    if (length != null) {
      out.putHeader("content-length", length);
    } else {
      out.setChunked(true);
    }
    out.exceptionHandler(
        failure -> {
          // The same failure comes to the answer, which knows what to do.
        });
    Buffer first = firstPiece;
    firstPiece = null;
    if (first != null) {
      pass(out, first);
    }
    if (ended) {
      passEnd(out);
    } else if (!stopped) {
      request.exceptionHandler(failure -> forwarding.clientGone());
      request.handler(piece -> pass(out, piece));
      request.endHandler(
          end -> {
            readEnd();
            passEnd(out);
          });
      request.resume();
    }
  }

  private void pass(HttpClientRequest out, Buffer piece) {
    if (stopped) {
      return;
    }
    forwarding.moved();
    bytes += piece.length();
    if (bytes > exchange.route().maxBodyBytes()) {
      forwarding.refuse(Problem.BODY_TOO_LARGE);
      return;
    }
    written = out.write(piece);
    if (out.writeQueueFull()) {
      request.pause();
      out.drainHandler(drained -> request.resume());
    }
  }

  private void passEnd(HttpClientRequest out) {
    if (stopped) {
      return;
    }
    if (trailers.isEmpty()) {
      out.end();
    } else if (!passTrailers(out)) {
      return;
    }
    passed = true;
    forwarding.bodyPassed();
  }

  private boolean passTrailers(HttpClientRequest out) {
    List<Map.Entry<String, String>> passing =
        TrailerForwarding.passing(setup.trailers(), exchange, trailers);
    if (passing == null) {
      forwarding.refuse(Problem.BAD_REQUEST);
      return false;
    }
    try {
      TrailerForwarding.end(out, passing, written == null ? out.sendHead() : written);
      return true;
    } catch (RuntimeException e) {
      forwarding.notWritten(e);
      return false;
    }
  }

  /** Passes nothing more, whatever comes: what was refused must not become whole. */
  void stop() {
    stopped = true;
  }

  /** Whether the service may have seen some of it. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether the client has sent all of it, or there is none. */
  boolean hasEnded() {
    return ended || !exchange.hasBody;
  }

  /** Whether the service has been sent all of it, or there is none. */
  boolean isPassed() {
    return passed || !exchange.hasBody;
  }
}
