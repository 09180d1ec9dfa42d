package signet.gateway.proxy;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.gateway.route.Route;
import signet.gateway.upstream.Server;
import signet.gateway.upstream.Upstream;

/**
 * Passes one request to a server of the route's upstream, and the answer back, a piece at a time:
 * who sends faster than the other takes is made to wait. Belongs to one event loop.
 */
final class HttpForwarding extends Timed {
  private static final Logger LOG = LoggerFactory.getLogger(HttpForwarding.class);
  private static final int FRAMES_TOLD = 12;

  // RFC 9110 §9.2.2.
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);
  private static final int MAX_ATTEMPTS = 3;

  private final Setup setup;
  private final Exchange exchange;
  private final Route route;
  private final EventLoop loop;
  private final Upstream upstream;
  private final HttpServerRequest request;
  private final HttpServerResponse response;

  private int attempts;
  private @Nullable Server server;
  private @Nullable HttpClientRequest outgoing;
  private @Nullable AnswerForwarding answer;
  private @Nullable Buffer firstPiece;
  private @Nullable Future<Void> written;
  private List<Map.Entry<String, String>> trailers = List.of();
  private boolean bodyEnded;
  private boolean bodyIsRead;
  private long bodyBytes;
  private long movedNanos;

  HttpForwarding(Setup setup, Exchange exchange) {
    this.setup = setup;
    this.exchange = exchange;
    this.route = exchange.route();
    this.loop = exchange.loop();
    this.upstream = setup.upstream(route.upstream());
    this.request = exchange.request();
    this.response = exchange.response();
    this.movedNanos = loop.nowNanos();
    this.bodyEnded = !exchange.hasBody;
  }

  /** Begins; the exchange ends whatever happens. */
  void begin() {
    loop.add(this);
    response.closeHandler(closed -> clientGone());
    response.exceptionHandler(failure -> clientGone());
    if (exchange.hasBody && "100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
      // RFC 9110 §10.1.1: the body is wanted, now that every step before has let the request pass.
      response.writeContinue();
    }
    if (exchange.hasBody && !request.headers().contains("content-length") && exchange.isHttp2()) {
      seeWhetherThereIsABody();
    } else {
      attempt(null);
    }
  }

  /** HTTP/2 says only at its end whether a stream had a body: whichever comes first. */
  private void seeWhetherThereIsABody() {
    request.exceptionHandler(failure -> clientGone());
    request.handler(
        piece -> {
          request.pause();
          firstPiece = piece;
          attempt(null);
        });
    request.endHandler(
        end -> {
          bodyEnded = true;
          trailers = exchange.trailers();
          if (firstPiece == null) {
            exchange.hasBody = !trailers.isEmpty();
            attempt(null);
          }
        });
    request.resume();
  }

  private void attempt(@Nullable Server except) {
    attempts++;
    Server chosen = upstream.choose(except);
    server = chosen;
    chosen.began();
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setServer(chosen.socket())
            .setHost(chosen.address().host())
            .setPort(chosen.address().port())
            .setURI(exchange.target().raw());
    loop.clients(setup, upstream).requests().request(options).onComplete(this::connected);
  }

  private void connected(AsyncResult<HttpClientRequest> result) {
    if (result.failed()) {
      failed(result.cause());
      return;
    }
    HttpClientRequest out = result.result();
    if (exchange.hasEnded()) {
      release();
      out.reset();
      return;
    }
    outgoing = out;
    movedNanos = loop.nowNanos();
    try {
      send(out);
    } catch (RuntimeException e) {
      notWritten(out, e);
    }
  }

  private void send(HttpClientRequest out) {
    OutgoingHeaders.write(setup, exchange, out.headers());
    writeHost(out);
    out.response().onComplete(this::answered);
    if (exchange.hasBody) {
      sendBody(out);
    } else {
      String length = request.getHeader("content-length");
      if (length != null) {
        out.putHeader("content-length", length);
      }
      out.end();
    }
  }

  /** A request that the library does not write is a defect here, and no failure of the server. */
  private void notWritten(HttpClientRequest out, RuntimeException e) {
    // What it says may quote a header, and so a token.
    LOG.atError()
        .addKeyValue("failure", e.getClass().getName())
        .addKeyValue("at", Arrays.stream(e.getStackTrace()).limit(FRAMES_TOLD).toList().toString())
        .log("a request could not be written to its service");
    finish();
    exchange.refuse(Problem.UPSTREAM_FAILED);
    out.reset();
  }

  private void writeHost(HttpClientRequest out) {
    if (upstream.settings().http2()) {
      out.authority(request.authority());
      if ("trailers".equalsIgnoreCase(request.getHeader("te"))) {
        // RFC 9113 §8.2.2: the one value that passes; services of gRPC ask for it.
        out.putHeader("te", "trailers");
      }
      return;
    }
    out.putHeader("host", exchange.host);
  }

  private void sendBody(HttpClientRequest out) {
    bodyIsRead = true;
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
    if (first != null && !passPiece(out, first)) {
      return;
    }
    if (bodyEnded) {
      endBody(out);
      return;
    }
    request.exceptionHandler(failure -> clientGone());
    request.handler(piece -> passPiece(out, piece));
    request.endHandler(
        end -> {
          bodyEnded = true;
          trailers = exchange.trailers();
          endBody(out);
        });
    request.resume();
  }

  private boolean passPiece(HttpClientRequest out, Buffer piece) {
    movedNanos = loop.nowNanos();
    bodyBytes += piece.length();
    if (bodyBytes > route.maxBodyBytes()) {
      finish();
      exchange.refuse(Problem.BODY_TOO_LARGE);
      out.reset();
      return false;
    }
    written = out.write(piece);
    if (out.writeQueueFull()) {
      request.pause();
      out.drainHandler(drained -> request.resume());
    }
    return true;
  }

  private void endBody(HttpClientRequest out) {
    if (trailers.isEmpty()) {
      out.end();
      return;
    }
    List<Map.Entry<String, String>> passing =
        TrailerForwarding.passing(setup.trailers(), exchange, trailers);
    if (passing == null) {
      finish();
      exchange.refuse(Problem.BAD_REQUEST);
      out.reset();
      return;
    }
    try {
      TrailerForwarding.end(out, passing, written == null ? out.sendHead() : written);
    } catch (RuntimeException e) {
      notWritten(out, e);
    }
  }

  private void answered(AsyncResult<HttpClientResponse> result) {
    if (result.failed()) {
      failed(result.cause());
      return;
    }
    if (exchange.hasEnded()) {
      return;
    }
    HttpClientResponse incoming = result.result();
    movedNanos = loop.nowNanos();
    if (incoming.statusCode() < 200) {
      failed(new IllegalStateException("an interim answer at the end"));
      return;
    }
    if (server != null) {
      server.succeeded();
    }
    answer = new AnswerForwarding(setup, exchange, incoming, this);
    answer.begin();
  }

  /** Something has moved: the time that nothing may move begins anew. */
  void moved() {
    movedNanos = loop.nowNanos();
  }

  /** No answer has begun, and none will from this server. */
  private void failed(Throwable cause) {
    HttpClientRequest gone = outgoing;
    outgoing = null;
    Server tried = server;
    release();
    if (exchange.hasEnded()) {
      return;
    }
    if (cause instanceof ConnectionPoolTooBusyException) {
      finish();
      exchange.refuse(Problem.BUSY);
      return;
    }
    if (tried != null) {
      tried.failed();
    }
    if (gone != null) {
      gone.reset();
    }
    if (attempts < MAX_ATTEMPTS && !bodyIsRead && !exchange.hasBody && mayRepeat()) {
      attempt(tried);
      return;
    }
    finish();
    exchange.refuse(isTimeout(cause) ? Problem.UPSTREAM_TIMEOUT : Problem.UPSTREAM_FAILED);
  }

  private boolean mayRepeat() {
    return IDEMPOTENT.contains(request.method());
  }

  private static boolean isTimeout(Throwable cause) {
    return cause instanceof TimeoutException
        || cause instanceof ConnectTimeoutException
        || cause.getCause() instanceof ConnectTimeoutException;
  }

  /** The answer broke off, or ended. */
  void finish() {
    loop.remove(this);
    if (answer != null) {
      answer.finished();
    }
    release();
  }

  private void release() {
    if (server != null) {
      server.ended();
      server = null;
    }
  }

  private void clientGone() {
    if (exchange.hasEnded()) {
      return;
    }
    reset();
    finish();
    exchange.gone();
  }

  /** Ends the request to the server, which need not go on with it. */
  void reset() {
    if (outgoing != null) {
      outgoing.reset();
    }
  }

  @Override
  void tick(long nowNanos) {
    if (exchange.hasEnded()) {
      finish();
      return;
    }
    long quietNanos = nowNanos - movedNanos;
    if (answer != null) {
      answer.tick(quietNanos);
    } else if (quietNanos > route.firstByte().toNanos() && bodyEnded) {
      timedOut(Problem.UPSTREAM_TIMEOUT);
    } else if (quietNanos > route.idle().toNanos() && !bodyEnded) {
      timedOut(Problem.REQUEST_TIMEOUT);
    }
  }

  private void timedOut(Problem problem) {
    if (problem == Problem.UPSTREAM_TIMEOUT && server != null) {
      server.failed();
    }
    finish();
    exchange.refuse(problem);
    reset();
  }

  @Override
  void drain() {
    if (answer != null) {
      answer.drain();
    }
  }
}
