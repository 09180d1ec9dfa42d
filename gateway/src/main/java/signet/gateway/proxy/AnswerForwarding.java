package signet.gateway.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import signet.bearer.Authenticated;
import signet.gateway.live.LiveConnections;

/**
 * Passes a server's answer to the client. A stream of events ends in order when the token does that
 * it was asked for with. Belongs to one event loop.
 */
final class AnswerForwarding {
  private static final long UNKNOWN = -1;
  private static final String UPSTREAM_BROKE_OFF = "upstream_broke_off";

  private final Setup setup;
  private final Exchange exchange;
  private final HttpClientResponse incoming;
  private final HttpForwarding request;
  private final HttpServerResponse response;
  private boolean events;
  private boolean complete;
  private long expectedBytes = UNKNOWN;
  private long passedBytes;

  AnswerForwarding(
      Setup setup, Exchange exchange, HttpClientResponse incoming, HttpForwarding request) {
    this.setup = setup;
    this.exchange = exchange;
    this.incoming = incoming;
    this.request = request;
    this.response = exchange.response();
  }

  void begin() {
    response.setStatusCode(incoming.statusCode());
    try {
      OutgoingHeaders.writeAnswer(incoming.headers(), response.headers());
    } catch (IllegalArgumentException e) {
      unfit();
      return;
    }
    events = isEventStream();
    writeFraming();
    incoming.exceptionHandler(failure -> brokeOff());
    incoming.handler(this::pass);
    incoming.endHandler(end -> complete());
    Authenticated who = exchange.who;
    if (events && who != null) {
      request.endWith(who.jwt(), who.jwt().expiresAt());
    }
  }

  private boolean isEventStream() {
    String type = incoming.getHeader("content-type");
    return type != null
        && type.stripLeading().toLowerCase(Locale.ROOT).startsWith("text/event-stream");
  }

  private void writeFraming() {
    String length = incoming.getHeader("content-length");
    boolean codings = incoming.headers().contains("transfer-encoding");
    int status = incoming.statusCode();
    boolean bodyless =
        exchange.request().method().equals(HttpMethod.HEAD) || status == 204 || status == 304;
    if (length != null && !codings && status != 204) {
      response.putHeader("content-length", length);
      // In HTTP/2 trailers may follow a body of stated length.
      boolean mayHaveTrailers = incoming.version() == HttpVersion.HTTP_2;
      expectedBytes = bodyless || mayHaveTrailers ? UNKNOWN : number(length);
    } else if (!bodyless && !exchange.isHttp2()) {
      response.setChunked(true);
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  private void pass(Buffer piece) {
    request.moved();
    if (exchange.hasEnded() || complete) {
      return;
    }
    passedBytes += piece.length();
    if (passedBytes == expectedBytes) {
      // Head and body, where this is the first piece, in one write.
      end(piece);
      return;
    }
    response.write(piece);
    if (response.writeQueueFull()) {
      incoming.pause();
      response.drainHandler(drained -> incoming.resume());
    }
  }

  private void complete() {
    if (exchange.hasEnded() || complete) {
      return;
    }
    if (exchange.isHttp2() || response.isChunked()) {
      try {
        OutgoingHeaders.writeTrailers(setup, incoming.trailers(), response.trailers());
      } catch (IllegalArgumentException e) {
        unfit();
        return;
      }
    }
    end(null);
  }

  /** A service may answer before it has read the body, which then goes on. */
  private void end(@Nullable Buffer last) {
    complete = true;
    if (request.isBodyPassed()) {
      settle();
    }
    if (last == null) {
      response.end();
    } else {
      response.end(last);
    }
  }

  /** Whether the client has been sent all of it. */
  boolean isComplete() {
    return complete;
  }

  /** Whether it is too late for another one. */
  boolean hasBegun() {
    return events || response.headWritten();
  }

  /** Ends the exchange as it was answered; what the body still lacks is not passed. */
  void settle() {
    request.finish();
    exchange.end(incoming.statusCode(), null);
  }

  /** Takes back what was not written yet, so that there can be another answer. */
  void withdraw() {
    if (!response.headWritten()) {
      response.headers().clear();
      response.setChunked(false);
    }
  }

  private void brokeOff() {
    if (exchange.hasEnded()) {
      return;
    }
    request.finish();
    if (complete) {
      exchange.end(incoming.statusCode(), null);
    } else if (response.headWritten()) {
      exchange.abort(incoming.statusCode(), UPSTREAM_BROKE_OFF);
    } else {
      withdraw();
      exchange.refuse(Problem.UPSTREAM_FAILED);
    }
  }

  /** The service sent a field that HTTP cannot carry on, such as one with a NUL in it. */
  private void unfit() {
    brokeOff();
    request.reset();
  }

  /** Ends what is quiet for too long. */
  void tick(long quietNanos) {
    if (quietNanos > exchange.route().idle().toNanos()) {
      cut(complete ? Problem.REQUEST_TIMEOUT.reason() : Problem.UPSTREAM_TIMEOUT.reason());
    }
  }

  /** What is not made to be broken off must not be taken for whole. */
  void tokenEnded() {
    if (events && !complete) {
      endEvents();
    } else {
      cut(LiveConnections.ENDED);
    }
  }

  private void cut(String because) {
    request.finish();
    exchange.abort(incoming.statusCode(), because);
    request.reset();
  }

  /** In order, so that the client comes again by itself, and is judged anew. */
  private void endEvents() {
    if (exchange.hasEnded()) {
      return;
    }
    request.finish();
    exchange.end(incoming.statusCode(), LiveConnections.ENDED);
    response.end();
    request.reset();
  }

  void drain() {
    if (events && !complete) {
      endEvents();
    }
  }
}
