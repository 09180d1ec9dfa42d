package signet.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.bearer.Authenticated;
import signet.bearer.Authentication;
import signet.bearer.Challenge;
import signet.gateway.mint.TransactionToken;
import signet.gateway.observe.Observation;
import signet.gateway.route.RequestTarget;
import signet.gateway.route.Route;

/**
 * One request on its way, and what the steps have found out about it. Belongs to one event loop.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final int CLIENT_GONE = 499;
  private static final long RETRY_AFTER_SECONDS = 1;

  // W3C Trace Context §3.2.2; only what has this form is shown again.
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.{0,200})?");

  private final Setup setup;
  private final EventLoop loop;
  private final HttpServerRequest request;
  private final Supplier<List<Map.Entry<String, String>>> trailers;
  private final long startedNanos = System.nanoTime();
  private final long startedMillis = System.currentTimeMillis();
  private int nextStep;
  private boolean ended;
  private int status;
  private @Nullable String reason;

  // What the steps find out, in their order.
  String host = "";
  @Nullable RequestTarget target;
  @Nullable Route route;
  boolean webSocket;
  boolean hasBody;
  String peer = "";
  String clientAddress = "";
  String scheme = "http";
  Set<String> listed = Set.of();
  List<String> subprotocols = List.of();
  boolean subprotocolToken;
  @Nullable String accessToken;
  @Nullable Authentication outcome;
  @Nullable Authenticated who;
  @Nullable TransactionToken transactionToken;

  Exchange(
      Setup setup,
      EventLoop loop,
      HttpServerRequest request,
      Supplier<List<Map.Entry<String, String>>> trailers) {
    this.setup = setup;
    this.loop = loop;
    this.request = request;
    this.trailers = trailers;
  }

  HttpServerRequest request() {
    return request;
  }

  /** What came behind the body; to be asked for once, when that has ended. */
  List<Map.Entry<String, String>> trailers() {
    return trailers.get();
  }

  HttpServerResponse response() {
    return request.response();
  }

  EventLoop loop() {
    return loop;
  }

  boolean isHttp2() {
    return request.version() == HttpVersion.HTTP_2;
  }

  /** The route; to be asked for after it was found. */
  Route route() {
    return Objects.requireNonNull(route);
  }

  /** The target; to be asked for after it was read. */
  RequestTarget target() {
    return Objects.requireNonNull(target);
  }

  /** Takes the steps that are left, until one of them answers or goes on by itself. */
  void proceed() {
    try {
      Step.Progress progress = Step.Progress.NEXT;
      while (progress == Step.Progress.NEXT && !ended) {
        progress = setup.pipeline().step(nextStep++).take(this);
      }
    } catch (RuntimeException e) {
      LOG.error("a request could not be handled", e);
      refuse(Problem.INTERNAL_ERROR);
    }
  }

  /** Answers with a problem, if nothing was answered before; else the connection ends. */
  void refuse(Problem problem) {
    if (ended) {
      return;
    }
    if (response().headWritten()) {
      abort(problem.status(), problem.reason());
      return;
    }
    if (problem.status() == 503) {
      response().putHeader("Retry-After", Long.toString(RETRY_AFTER_SECONDS));
    }
    if (problem == Problem.BAD_REQUEST) {
      // Whoever frames one request badly is not asked for another.
      response().putHeader("Connection", "close");
    }
    answer(problem.status(), problem.reason(), problem.body(correlationId()));
  }

  /** Answers that the token does not do. */
  void refuse(Challenge challenge) {
    challenge.headers().forEach(header -> response().putHeader(header.name(), header.value()));
    String because =
        challenge.reason().map(known -> known.word()).or(challenge::error).orElse("no_credentials");
    answer(challenge.status(), because, challenge.problem());
  }

  private void answer(int newStatus, String because, String body) {
    if (!request.isEnded() && hasBody && !isHttp2()) {
      // What is left of the body would have to be read before the next request.
      response().putHeader("Connection", "close");
    }
    if (isHttp2()) {
      response().headers().remove("Connection");
    }
    boolean last = !hasBody && response().headers().contains("Connection");
    response()
        .setStatusCode(newStatus)
        .putHeader("Content-Type", "application/problem+json")
        .putHeader("Cache-Control", "no-store");
    Future<Void> written = response().end(body);
    if (last) {
      // The library says so, and does not do it.
      written.onComplete(done -> request.connection().close());
    }
    if (hasBody && !request.isEnded()) {
      request.resume();
    }
    end(newStatus, because);
  }

  /**
   * Ends what cannot be completed, so that nobody takes it for whole: an answer, or, where that is
   * complete, the rest of a body.
   */
  void abort(int newStatus, String because) {
    if (ended) {
      return;
    }
    if (isHttp2() || !response().ended()) {
      response().reset();
    } else {
      request.connection().close();
    }
    end(newStatus, because);
  }

  /** The client is gone: there is nobody to answer. */
  void gone() {
    end(CLIENT_GONE, "client_gone");
  }

  boolean hasEnded() {
    return ended;
  }

  /** Notes the request as ended, once. */
  void end(int newStatus, @Nullable String because) {
    if (ended) {
      return;
    }
    ended = true;
    status = newStatus;
    reason = because;
    loop.inFlight().decrementAndGet();
    observe();
  }

  private void observe() {
    long nanos = System.nanoTime() - startedNanos;
    String name = route == null ? null : route.name();
    setup.metrics().answered(name, status, reason, nanos);
    loop.accessLog()
        .add(
            new Observation(
                startedMillis,
                name,
                transactionToken == null ? null : transactionToken.txn(),
                traceId(),
                clientAddress,
                request.method().name(),
                target == null ? null : target.path(),
                status,
                reason,
                who == null ? null : who.jwt(),
                nanos));
  }

  private @Nullable String traceId() {
    String traceparent = request.getHeader("traceparent");
    if (traceparent == null) {
      return null;
    }
    var matcher = TRACEPARENT.matcher(traceparent);
    return matcher.matches() ? matcher.group(1) : null;
  }

  /** The caller's trace id where there is one, else a random one. */
  private String correlationId() {
    String known = traceId();
    if (known != null) {
      return known;
    }
    byte[] id = new byte[16];
    ThreadLocalRandom.current().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
