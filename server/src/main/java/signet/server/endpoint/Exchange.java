package signet.server.endpoint;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.account.AccountException;
import signet.server.outage.OutageException;
import signet.server.password.HashingBusyException;
import signet.server.session.SessionBusyException;
import signet.server.token.TokenTooLargeException;

/** One request on its way to one answer. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final String CONTEXT_KEY = Exchange.class.getName();
  private static final String RETRY_AFTER_SECONDS = "1";
  private static final long LINGER_MILLIS = 1_000;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final String correlationId;

  Exchange(Vertx vertx, HttpServerRequest request) {
    this.vertx = vertx;
    this.request = request;
    byte[] id = new byte[16];
    ThreadLocalRandom.current().nextBytes(id);
    this.correlationId = HexFormat.of().formatHex(id);
  }

  /** The exchange of that context; the same at every call. */
  static Exchange of(RoutingContext context) {
    Exchange exchange = context.get(CONTEXT_KEY);
    if (exchange == null) {
      exchange = new Exchange(context.vertx(), context.request());
      context.put(CONTEXT_KEY, exchange);
    }
    return exchange;
  }

  /** Ties an answer to the log lines about it; no secret. */
  String correlationId() {
    return correlationId;
  }

  /** From where the request came; empty on the administration's socket. */
  String clientAddress() {
    return Objects.requireNonNullElse(request.remoteAddress().hostAddress(), "");
  }

  /** Sends the answer. To be called on the event loop, once. */
  void send(Reply reply) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(reply.status());
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.putHeader("Referrer-Policy", "no-referrer");
    response.putHeader("X-Correlation-Id", correlationId);
    response.putHeader(Reply.CACHE_CONTROL, "no-store");
    reply.headers().forEach(response::putHeader);
    if (reply.body().length() > 0) {
      // Stated here because an answer to HEAD says how long the one to GET would be.
      response.putHeader("Content-Length", String.valueOf(reply.body().length()));
    }
    boolean last = reply.headers().containsKey(Reply.CONNECTION);
    response.end(reply.body()).onComplete(sent -> closeIf(last));
  }

  /**
   * Closes the connection once the rest of the request has been thrown away, or soon: closing while
   * a client still sends may lose it the answer.
   */
  private void closeIf(boolean last) {
    if (!last) {
      return;
    }
    if (request.isEnded()) {
      request.connection().close();
    } else {
      request.endHandler(end -> request.connection().close());
      vertx.setTimer(LINGER_MILLIS, id -> request.connection().close());
    }
  }

  /** The answer to a failure: what callers may know of it, while the log gets all. */
  Reply failure(Throwable failure) {
    if (failure instanceof ProblemException problem) {
      return problem.reply(correlationId);
    }
    if (failure instanceof AccountException refused) {
      return Reply.problem(Problem.of(refused.reason()), refused.sentence(), correlationId);
    }
    if (failure instanceof HashingBusyException
        || failure instanceof SessionBusyException
        || failure instanceof OutageException) {
      return busy();
    }
    if (failure instanceof TokenTooLargeException) {
      return Reply.problem(Problem.TOKEN_TOO_LARGE, "", correlationId);
    }
    LOG.atError()
        .setCause(failure)
        .addKeyValue("correlation_id", correlationId)
        .log("a request failed");
    return Reply.problem(Problem.INTERNAL_ERROR, "", correlationId);
  }

  Reply busy() {
    return Reply.problem(Problem.BUSY, "", correlationId)
        .withHeader("Retry-After", RETRY_AFTER_SECONDS);
  }
}
