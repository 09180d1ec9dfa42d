package signet.gateway.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import signet.gateway.live.LiveConnections;
import signet.jose.jwt.VerifiedJwt;

/**
 * Passes a server's answer to the client. A stream of events ends with the token that it was asked
 * for with. Belongs to one event loop.
 */
final class AnswerForwarding {
  private static final long UNKNOWN = -1;
  private static final String UPSTREAM_BROKE_OFF = "upstream_broke_off";

  private final Setup setup;
  private final Exchange exchange;
  private final HttpClientResponse incoming;
  private final HttpForwarding request;
  private final HttpServerResponse response;
  private LiveConnections.@Nullable Live live;
  private boolean events;
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
    if (events && exchange.who != null) {
      endWith(exchange.who.jwt());
    }
  }

  private void endWith(VerifiedJwt jwt) {
    live = setup.live().add(jwt, exchange.loop()::execute, this::endEvents);
    if (setup.isRevoked(jwt)) {
      endEvents();
    }
  }

  /** The request is over; nothing is left to be ended. */
  void finished() {
    if (live != null) {
      setup.live().remove(live);
      live = null;
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
    if (exchange.hasEnded()) {
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
    if (exchange.hasEnded()) {
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

  private void end(@Nullable Buffer last) {
    request.finish();
    exchange.end(incoming.statusCode(), null);
    if (last == null) {
      response.end();
    } else {
      response.end(last);
    }
  }

  private void brokeOff() {
    if (exchange.hasEnded()) {
      return;
    }
    request.finish();
    if (response.headWritten()) {
      exchange.abort(incoming.statusCode(), UPSTREAM_BROKE_OFF);
    } else {
      response.headers().clear();
      response.setChunked(false);
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
      request.finish();
      exchange.abort(incoming.statusCode(), Problem.UPSTREAM_TIMEOUT.reason());
      request.reset();
    }
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
    if (events) {
      endEvents();
    }
  }
}
