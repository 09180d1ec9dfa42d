package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;
import signet.server.key.KeySetView;
import signet.server.key.SigningKeys;

/** {@code /health/*}: whether the process lives, whether it can serve, and which keys it has. */
final class HealthEndpoint {
  private final Workers workers;
  private final BooleanSupplier ready;
  private final SigningKeys keys;

  /** Ready is asked off the event loop, so it may block. */
  HealthEndpoint(Workers workers, BooleanSupplier ready, SigningKeys keys) {
    this.workers = workers;
    this.ready = ready;
    this.keys = keys;
  }

  void live(RoutingContext context) {
    Exchange.of(context).send(status(200, "live"));
  }

  void ready(RoutingContext context) {
    workers.answer(
        context, () -> ready.getAsBoolean() ? status(200, "ready") : status(503, "not ready"));
  }

  void keys(RoutingContext context) {
    KeySetView view = keys.view();
    Exchange.of(context)
        .send(
            Reply.json(
                200,
                new JsonObject()
                    .put("keyset_id", view.keysetId())
                    .put("active_kid", view.activeKid())
                    .put("kids", new JsonArray(view.kids()))));
  }

  private static Reply status(int code, String word) {
    return Reply.json(code, new JsonObject().put("status", word));
  }
}
