package signet.server.endpoint;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import signet.server.metrics.Metrics;

/** {@code GET /metrics}: the meters as Prometheus reads them. */
final class MetricsEndpoint {
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final Workers workers;
  private final Metrics metrics;

  MetricsEndpoint(Workers workers, Metrics metrics) {
    this.workers = workers;
    this.metrics = metrics;
  }

  void handle(RoutingContext context) {
    workers.answer(context, () -> Reply.of(200, TEXT_FORMAT, Buffer.buffer(metrics.scrape())));
  }
}
