package signet.server.endpoint;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.jose.jws.KeyUnavailableException;
import signet.runtime.address.TrustedProxies;
import signet.server.account.AccountException;
import signet.server.metrics.Metrics;
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
  private static final long NO_ERROR = 0;

  private final Surroundings surroundings;
  private final HttpServerRequest request;
  private final String correlationId;
  private final long startNanos = System.nanoTime();

  /** Where it was routed to, for the metrics: words of ours alone. */
  private String endpoint = "none";

  private String method = "other";

  Exchange(Surroundings surroundings, HttpServerRequest request) {
    this.surroundings = surroundings;
    this.request = request;
    this.correlationId = TraceContext.next(request.headers().getAll("traceparent")).correlationId();
  }

  /** Makes the exchange of a context; to be called before anything else is done with it. */
  static void begin(Surroundings surroundings, RoutingContext context) {
    context.put(CONTEXT_KEY, new Exchange(surroundings, context.request()));
  }

  /** The exchange of that context. */
  static Exchange of(RoutingContext context) {
    return Objects.requireNonNull(context.<Exchange>get(CONTEXT_KEY));
  }

  /** Says where the request was routed to. */
  void routedTo(String newEndpoint, String newMethod) {
    endpoint = newEndpoint;
    method = newMethod;
  }

  /** Ties an answer to the log lines about it; no secret. */
  String correlationId() {
    return correlationId;
  }

  /** From where the request came; empty on the administration's socket. */
  String clientAddress() {
    TrustedProxies proxies = surroundings.proxies();
    // There is no address on the administration's socket.
    String peer = Objects.requireNonNullElse(request.remoteAddress().hostAddress(), "");
    return proxies.addressOf(peer, request.headers().getAll(proxies.header()));
  }

  /** What shows who sends the request. To be called on the event loop. */
  PresentedCredentials credentials() {
    return PresentedCredentials.of(request, surroundings.origin());
  }

  /** Sends the answer. To be called on the event loop, once. */
  void send(Reply reply) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed() || response.headWritten()) {
      return;
    }
    putHead(reply, response);
    if (reply.body().length() > 0) {
      // Stated here because an answer to HEAD says how long the one to GET would be.
      response.putHeader("Content-Length", String.valueOf(reply.body().length()));
    }
    boolean last = reply.headers().containsKey(Reply.CONNECTION);
    if (last && request.version() == HttpVersion.HTTP_2) {
      // RFC 9113 §8.2.2: no such header; the stream ends alone, and others go on.
      response.headers().remove(Reply.CONNECTION);
      response.end(reply.body()).onComplete(sent -> resetUnlessRead());
    } else {
      response.end(reply.body()).onComplete(sent -> closeIf(last));
    }
    answered(reply);
  }

  /**
   * Begins an answer without a length, which the caller goes on to write and end. To be called on
   * the event loop, once.
   */
  HttpServerResponse stream(Reply head) {
    HttpServerResponse response = request.response();
    putHead(head, response);
    response.setChunked(true);
    answered(head);
    return response;
  }

  private void putHead(Reply reply, HttpServerResponse response) {
    response.setStatusCode(reply.status());
    // RFC 9110 §6.6.1: who has a clock dates its answers; others compare theirs with it.
    response.putHeader("Date", surroundings.date());
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.putHeader("Referrer-Policy", "no-referrer");
    response.putHeader("X-Correlation-Id", correlationId);
    response.putHeader(Reply.CACHE_CONTROL, "no-store");
    if (surroundings.https()) {
      // RFC 6797 §6.1: a year; browsers take it over https alone.
      response.putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    reply.headers().forEach(response::putHeader);
  }

  private void answered(Reply reply) {
    surroundings
        .metrics()
        .answered(
            new Metrics.Request(endpoint, method, reply.outcome(), reply.status()),
            Duration.ofNanos(System.nanoTime() - startNanos));
  }

  /** RFC 9113 §8.1: a client may be told, without an error, to send no more of its body. */
  private void resetUnlessRead() {
    if (!request.isEnded()) {
      request.response().reset(NO_ERROR);
    }
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
      surroundings.vertx().setTimer(LINGER_MILLIS, id -> request.connection().close());
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
    if (failure instanceof KeyUnavailableException) {
      LOG.atError()
          .setCause(failure)
          .addKeyValue("correlation_id", correlationId)
          .log("no token can be signed: is the PKCS#11 token plugged in?");
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
