package signet.gateway.proxy;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import signet.gateway.live.LiveConnections;
import signet.gateway.upstream.Server;
import signet.gateway.upstream.Upstream;
import signet.jose.jwt.VerifiedJwt;

/**
 * Joins a client's WebSocket to one of the service's. Both end here, so that each can be closed
 * with a code: 3000 when the token has expired or is revoked. Belongs to one event loop.
 */
final class WebSocketForwarding extends Timed {
  /** Unauthorized, in IANA's registry of close codes. */
  private static final short TOKEN_ENDED = 3000;

  private static final short GOING_AWAY = 1001;
  private static final short NO_CODE = 1005;
  private static final short BROKE_OFF = 1011;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final Setup setup;
  private final Exchange exchange;
  private final EventLoop loop;
  private final Upstream upstream;
  private @Nullable Server server;
  private @Nullable WebSocket service;
  private @Nullable ServerWebSocket client;
  private LiveConnections.@Nullable Live live;
  private long movedNanos;

  WebSocketForwarding(Setup setup, Exchange exchange) {
    this.setup = setup;
    this.exchange = exchange;
    this.loop = exchange.loop();
    this.upstream = setup.upstream(exchange.route().upstream());
    this.movedNanos = loop.nowNanos();
  }

  /** The service is asked first: where it refuses, the client gets its refusal. */
  void begin() {
    loop.add(this);
    HttpServerRequest request = exchange.request();
    request.pause();
    request.response().closeHandler(closed -> clientGone());
    Server chosen = upstream.choose(null);
    server = chosen;
    chosen.began();
    WebSocketConnectOptions options = new WebSocketConnectOptions();
    options
        .setServer(chosen.socket())
        .setHost(chosen.address().host())
        .setPort(chosen.address().port())
        .setURI(exchange.target().raw());
    options.setAllowOriginHeader(false).setSubProtocols(new ArrayList<>(exchange.subprotocols));
    MultiMap headers = HttpHeaders.headers();
    OutgoingHeaders.write(setup, exchange, headers);
    headers.set("host", exchange.host);
    options.setHeaders(headers);
    loop.clients(setup, upstream).webSockets().connect(options).onComplete(this::connected);
  }

  private void connected(AsyncResult<WebSocket> result) {
    if (result.failed()) {
      refused(result.cause());
      return;
    }
    WebSocket open = result.result();
    open.pause();
    service = open;
    if (exchange.hasEnded()) {
      finish();
      open.close(GOING_AWAY);
      return;
    }
    if (server != null) {
      server.succeeded();
    }
    select(open.subProtocol());
    Listener.guardOf(exchange.request()).ifPresent(guard -> guard.release());
    upgrade().onComplete(this::upgraded);
  }

  private Future<ServerWebSocket> upgrade() {
    try {
      return exchange.request().toWebSocket();
    } catch (IllegalStateException e) {
      return Future.failedFuture(e);
    }
  }

  /** The handshake answers with the one protocol that the request offers by then. */
  private void select(@Nullable String chosen) {
    String answer = exchange.subprotocolToken ? AuthenticateStep.TOKEN_PROTOCOL : chosen;
    if (answer == null || answer.isEmpty()) {
      exchange.request().headers().remove("sec-websocket-protocol");
    } else {
      exchange.request().headers().set("sec-websocket-protocol", answer);
    }
  }

  private void refused(Throwable cause) {
    Server tried = server;
    finish();
    if (cause instanceof UpgradeRejectedException rejected) {
      int status = rejected.getStatus();
      if (status >= 400 && status < 500) {
        exchange.response().setStatusCode(status);
        exchange.response().end();
        exchange.end(status, "upstream_refused");
        return;
      }
    } else if (tried != null) {
      tried.failed();
    }
    exchange.refuse(Problem.UPSTREAM_FAILED);
  }

  private void upgraded(AsyncResult<ServerWebSocket> result) {
    WebSocket open = service;
    if (result.failed() || open == null) {
      finish();
      exchange.end(400, "bad_request");
      close(open, GOING_AWAY, null);
      // What is said, the library has said; nobody guards the framing of this connection any more.
      exchange.request().connection().close();
      return;
    }
    ServerWebSocket accepted = result.result();
    client = accepted;
    join(accepted, open);
    join(open, accepted);
    accepted.resume();
    open.resume();
    if (exchange.who != null && !exchange.hasEnded()) {
      endWith(exchange.who.jwt());
    }
  }

  private void endWith(VerifiedJwt jwt) {
    live = setup.live().add(jwt, jwt.expiresAt(), loop::execute, why -> tokenEnded());
    if (setup.isRevoked(jwt)) {
      tokenEnded();
    }
  }

  private void tokenEnded() {
    if (!exchange.hasEnded()) {
      closeBoth(LiveConnections.ENDED, TOKEN_ENDED, "token ended");
    }
  }

  private void join(WebSocketBase from, WebSocketBase to) {
    from.frameHandler(frame -> pass(frame, from, to));
    from.exceptionHandler(
        failure -> {
          // The close that follows says what is to be said.
        });
    from.closeHandler(
        closed -> {
          Short code = from.closeStatusCode();
          end(
              SWITCHING_PROTOCOLS,
              null,
              to,
              code == null ? BROKE_OFF : code,
              code == null ? null : from.closeReason());
        });
  }

  private void pass(WebSocketFrame frame, WebSocketBase from, WebSocketBase to) {
    movedNanos = loop.nowNanos();
    if (frame.isClose() || frame.isPing() || to.isClosed()) {
      return;
    }
    if (!frame.isText() && !frame.isBinary() && !frame.isContinuation()) {
      return;
    }
    to.writeFrame(frame);
    if (to.writeQueueFull()) {
      from.pause();
      to.drainHandler(drained -> from.resume());
    }
  }

  private void end(
      int status, @Nullable String reason, WebSocketBase other, short code, @Nullable String why) {
    if (exchange.hasEnded()) {
      return;
    }
    finish();
    exchange.end(status, reason);
    close(other, code, why);
  }

  private static void close(@Nullable WebSocketBase socket, short code, @Nullable String why) {
    if (socket == null || socket.isClosed()) {
      return;
    }
    // RFC 6455 §7.4.1: these are never sent.
    short sendable = code == NO_CODE || code == 1006 || code == 1015 ? (short) 1000 : code;
    if (why == null) {
      socket.close(sendable);
    } else {
      socket.close(sendable, why);
    }
  }

  private void closeBoth(@Nullable String reason, short code, String why) {
    ServerWebSocket open = client;
    WebSocket behind = service;
    finish();
    exchange.end(SWITCHING_PROTOCOLS, reason);
    close(open, code, why);
    close(behind, GOING_AWAY, null);
  }

  private void clientGone() {
    if (!exchange.hasEnded() && client == null) {
      finish();
      exchange.gone();
      close(service, GOING_AWAY, null);
    }
  }

  private void finish() {
    loop.remove(this);
    if (live != null) {
      setup.live().remove(live);
      live = null;
    }
    if (server != null) {
      server.ended();
      server = null;
    }
  }

  @Override
  void tick(long nowNanos) {
    if (exchange.hasEnded()) {
      finish();
      return;
    }
    if (client == null) {
      if (nowNanos - movedNanos > exchange.route().firstByte().toNanos()) {
        finish();
        exchange.refuse(Problem.UPSTREAM_TIMEOUT);
      }
      return;
    }
    if (nowNanos - movedNanos > exchange.route().idle().toNanos()) {
      closeBoth("idle", GOING_AWAY, "idle");
    }
  }

  @Override
  void drain() {
    if (client != null && !exchange.hasEnded()) {
      closeBoth(null, GOING_AWAY, "stopping");
    }
  }
}
