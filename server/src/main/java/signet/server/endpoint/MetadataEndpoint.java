package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import signet.bearer.dpop.SenderConstraint;
import signet.server.client.Client;
import signet.server.client.ClientAuthenticator;
import signet.server.client.ClientRegistry;
import signet.server.client.GrantType;
import signet.server.token.ReservedScope;

/**
 * {@code GET /.well-known/oauth-authorization-server}: what this server supports (RFC 8414). What
 * it does not support is left out, and so are empty arrays (§3.2).
 */
final class MetadataEndpoint {
  private static final List<String> METHODS = List.of("client_secret_basic", "private_key_jwt");
  private static final List<String> METHODS_AND_NONE =
      List.of("none", "client_secret_basic", "private_key_jwt");

  private final Issuer issuer;
  private final ClientRegistry clients;
  private final SenderConstraint constraint;

  MetadataEndpoint(Issuer issuer, ClientRegistry clients, SenderConstraint constraint) {
    this.issuer = issuer;
    this.clients = clients;
    this.constraint = constraint;
  }

  void handle(RoutingContext context) {
    Exchange.of(context)
        .send(Reply.json(200, metadata()).withHeader(Reply.CACHE_CONTROL, "public, max-age=300"));
  }

  private JsonObject metadata() {
    JsonArray algorithms = array(ClientAuthenticator.signatureAlgorithms());
    return new JsonObject()
        .put("issuer", issuer.value())
        .put("token_endpoint", issuer.value() + Issuer.TOKEN_PATH)
        .put("jwks_uri", issuer.value() + Issuer.KEY_SET_PATH)
        .put("scopes_supported", array(scopes()))
        .put(
            "grant_types_supported",
            array(Arrays.stream(GrantType.values()).map(GrantType::word).toList()))
        .put("token_endpoint_auth_methods_supported", array(METHODS_AND_NONE))
        .put("token_endpoint_auth_signing_alg_values_supported", algorithms)
        .put("introspection_endpoint", issuer.value() + Issuer.INTROSPECTION_PATH)
        .put("introspection_endpoint_auth_methods_supported", array(METHODS))
        .put("introspection_endpoint_auth_signing_alg_values_supported", algorithms)
        .put("revocation_endpoint", issuer.value() + Issuer.REVOCATION_PATH)
        .put("revocation_endpoint_auth_methods_supported", array(METHODS_AND_NONE))
        .put("revocation_endpoint_auth_signing_alg_values_supported", algorithms)
        // RFC 9449 §5.1
        .put(
            "dpop_signing_alg_values_supported",
            array(List.of(constraint.proofs().algorithmNames().split(" "))))
        // Signet's own member: whoever does not know it must ignore it (RFC 8414 §3.2).
        .put("signet_revocations_endpoint", issuer.value() + Issuer.FEED_PATH);
  }

  private Set<String> scopes() {
    Set<String> scopes = new TreeSet<>(Set.of(ReservedScope.ADMIN, ReservedScope.REVOCATIONS));
    clients.all().stream().map(Client::scopes).forEach(scopes::addAll);
    return scopes;
  }

  private static JsonArray array(Collection<String> values) {
    return new JsonArray(List.copyOf(values));
  }
}
