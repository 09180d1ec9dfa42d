package signet.gateway.proxy;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.bearer.Authenticated;
import signet.gateway.live.LiveConnections;
import signet.gateway.route.Route;
import signet.gateway.upstream.Server;
import signet.gateway.upstream.Upstream;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;

/**
 * Passes one request to a server of the route's upstream, and the answer back, a piece at a time:
 * who sends faster than the other takes is made to wait. What lasts ends with its token. Belongs to
 * one event loop.
 */
final class HttpForwarding extends Timed {
  private static final Logger LOG = LoggerFactory.getLogger(HttpForwarding.class);
  private static final int FRAMES_TOLD = 12;

  // RFC 9110 §9.2.2.
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);
  private static final int MAX_ATTEMPTS = 3;

  /** What is over by then costs nothing but a look at the time. */
  private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Setup setup;
  private final Exchange exchange;
  private final Route route;
  private final EventLoop loop;
  private final Upstream upstream;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final BodyForwarding body;
  private final long beganNanos;

  private int attempts;
  private @Nullable Server server;
  private @Nullable HttpClientRequest outgoing;
  private @Nullable AnswerForwarding answer;
  private LiveConnections.@Nullable Live live;
  private long movedNanos;

  HttpForwarding(Setup setup, Exchange exchange) {
    this.setup = setup;
    this.exchange = exchange;
    this.route = exchange.route();
    this.loop = exchange.loop();
    this.upstream = setup.upstream(route.upstream());
    this.request = exchange.request();
    this.response = exchange.response();
    this.body = new BodyForwarding(setup, exchange, this);
    this.beganNanos = loop.nowNanos();
    this.movedNanos = beganNanos;
  }

  /** Begins; the exchange ends whatever happens. */
  void begin() {
    loop.add(this);
    response.closeHandler(closed -> closed());
    response.exceptionHandler(failure -> clientGone());
    if (exchange.hasBody && "100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
      // RFC 9110 §10.1.1: the body is wanted, now that every step before has let the request pass.
      response.writeContinue();
    }
    if (exchange.hasBody && !request.headers().contains("content-length") && exchange.isHttp2()) {
      body.awaitFirst(() -> attempt(null));
    } else {
      attempt(null);
    }
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
      notWritten(e);
    }
  }

  private void send(HttpClientRequest out) {
    OutgoingHeaders.write(setup, exchange, out.headers());
    writeHost(out);
    out.response().onComplete(this::answered);
    if (exchange.hasBody) {
      body.passTo(out);
    } else {
      String length = request.getHeader("content-length");
      if (length != null) {
        out.putHeader("content-length", length);
      }
      out.end();
    }
  }

  /** A request that the library does not write is a defect here, and no failure of the server. */
  void notWritten(RuntimeException e) {
    // What it says may quote a header, and so a token.
    LOG.atError()
        .addKeyValue("failure", e.getClass().getName())
        .addKeyValue("at", Arrays.stream(e.getStackTrace()).limit(FRAMES_TOLD).toList().toString())
        .log("a request could not be written to its service");
    refuse(Problem.UPSTREAM_FAILED);
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

  /** The service has the whole request. */
  void bodyPassed() {
    if (answer != null && answer.isComplete()) {
      answer.settle();
    }
  }

  boolean isBodyPassed() {
    return body.isPassed();
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
    if (attempts < MAX_ATTEMPTS && !body.hasBegun() && !exchange.hasBody && mayRepeat()) {
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

  /** It is over, however: nothing more is passed. */
  void finish() {
    loop.remove(this);
    body.stop();
    leave();
    release();
  }

  private void leave() {
    if (live != null) {
      setup.live().remove(live);
      live = null;
    }
  }

  private void release() {
    if (server != null) {
      server.ended();
      server = null;
    }
  }

  /** A client that has its answer may have sent all of the body, which then goes on. */
  private void closed() {
    if (answer == null || !answer.isComplete()) {
      clientGone();
    }
  }

  /** Nobody is left to be answered, or to send the rest. */
  void clientGone() {
    if (exchange.hasEnded()) {
      return;
    }
    if (answer != null && answer.isComplete()) {
      answer.settle();
    } else {
      finish();
      exchange.gone();
    }
    // Last: what comes of it is no failure of the server.
    reset();
  }

  /** Answers with a problem, or breaks off an answer that has begun. */
  void refuse(Problem problem) {
    finish();
    if (answer != null) {
      answer.withdraw();
    }
    exchange.refuse(problem);
    reset();
  }

  /** Ends the request to the server, which need not go on with it. */
  void reset() {
    HttpClientRequest out = outgoing;
    if (out == null) {
      return;
    }
    if (body.isPassed() || out.version() == HttpVersion.HTTP_2) {
      out.reset();
    } else {
      // Where the answer is complete, a reset would give the connection back amid the body.
      out.connection().close();
    }
  }

  /** From now on it ends with that token, or at that time. */
  void endWith(VerifiedJwt jwt, Instant until) {
    leave();
    live = setup.live().add(jwt, until, loop::execute, this::tokenEnded);
    if (setup.isRevoked(jwt)) {
      tokenEnded(RejectReason.REVOKED);
    }
  }

  private void tokenEnded(RejectReason why) {
    if (exchange.hasEnded()) {
      return;
    }
    if (answer != null && answer.hasBegun()) {
      answer.tokenEnded();
      return;
    }
    finish();
    if (answer != null) {
      answer.withdraw();
    }
    exchange.refuse(setup.gate().refusal(route, why));
    reset();
  }

  @Override
  void tick(long nowNanos) {
    Authenticated who = exchange.who;
    if (who != null && live == null && !exchange.hasEnded() && hasLasted(nowNanos)) {
      // Until then the same token would let the same request pass.
      endWith(who.jwt(), who.jwt().expiresAt().plus(JwtVerifier.DEFAULT_CLOCK_SKEW));
    }
    if (exchange.hasEnded()) {
      finish();
      return;
    }
    long quietNanos = nowNanos - movedNanos;
    if (answer != null) {
      answer.tick(quietNanos);
    } else if (quietNanos > route.firstByte().toNanos() && body.hasEnded()) {
      timedOut(Problem.UPSTREAM_TIMEOUT);
    } else if (quietNanos > route.idle().toNanos() && !body.hasEnded()) {
      timedOut(Problem.REQUEST_TIMEOUT);
    }
  }

  private boolean hasLasted(long nowNanos) {
    return nowNanos - beganNanos > LASTING_NANOS;
  }

  private void timedOut(Problem problem) {
    if (problem == Problem.UPSTREAM_TIMEOUT && server != null) {
      server.failed();
    }
    refuse(problem);
  }

  @Override
  void drain() {
    if (answer != null) {
      answer.drain();
    }
  }
}
