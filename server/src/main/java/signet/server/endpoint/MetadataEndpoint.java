package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
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
                    .put("token_endpoint", issuer.value() + Issuer.TOKEN_PATH)
                    .put("jwks_uri", issuer.value() + Issuer.KEY_SET_PATH)
                    .put("grant_types_supported", new JsonArray().add("refresh_token"))
                    .put("token_endpoint_auth_methods_supported", new JsonArray().add("none")))
            .withHeader(Reply.CACHE_CONTROL, "public, max-age=300");
  }

  void handle(RoutingContext context) {
    Exchange.of(context).send(metadata);
  }
}
