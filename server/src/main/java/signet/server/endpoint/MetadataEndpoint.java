package signet.server.endpoint;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET /.well-known/oauth-authorization-server}: what this server supports (RFC 8414). What
 * it does not support is left out, and so are empty arrays (§3.2).
 */
final class MetadataEndpoint {
  private final Reply metadata;

  MetadataEndpoint(Issuer issuer) {
    metadata =
        Reply.json(
                200,
                new JsonObject()
                    .put("issuer", issuer.value())
                    .put("jwks_uri", issuer.value() + Issuer.KEY_SET_PATH))
            .withHeader(Reply.CACHE_CONTROL, "public, max-age=300");
  }

  void handle(RoutingContext context) {
    Exchange.of(context).send(metadata);
  }
}
