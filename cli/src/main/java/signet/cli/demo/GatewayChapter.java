package signet.cli.demo;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;
import signet.bearer.txn.TransactionToken;
import signet.gateway.Gateway;
import signet.gateway.config.GatewayConfig;
import signet.gateway.config.GatewayConfigReader;

/**
 * The chapter about the gateway: it verifies once, and two services, one in Java and one in Node,
 * verify its transaction token.
 */
final class GatewayChapter {
  private static final String TRUST_DOMAIN = "demo.internal";

  private final Story story;
  private final HttpClient http;
  private final Stage stage;

  GatewayChapter(Story story, HttpClient http, Stage stage) {
    this.story = story;
    this.http = http;
    this.stage = stage;
  }

  /** Tells it, for who has just logged in. */
  void tell(Reply login) throws IOException, InterruptedException {
    story.line("");
    story.title("The gateway: verified once at the edge, proven inside.");
    String token = new JsonObject(login.body()).getString("access_token");
    HttpServer bound = InnerApi.bind();
    try (Gateway gateway = gateway(bound.getAddress().getPort())) {
      URI keys = URI.create(gateway.managementUrl());
      Optional<NodeApi> stock = NodeApi.behindGateway(keys, TRUST_DOMAIN);
      try (InnerApi orders =
          InnerApi.start(bound, http, keys, TRUST_DOMAIN, stock.map(NodeApi::address))) {
        URI edge = URI.create(gateway.url() + "/orders");
        String txn = callThroughIt(edge, token, stock.isPresent());
        spoofThroughIt(edge, token, txn);
        spoofPastIt(orders.address(), token);
      } finally {
        stock.ifPresent(NodeApi::close);
      }
    }
  }

  private Gateway gateway(int upstreamPort) {
    GatewayConfig config =
        GatewayConfigReader.parse(
            "gateway.yaml",
            """
            port: 0
            management: {port: 0}
            issuer: %1$s
            audience: %1$s
            hosts: [localhost]
            access-log: {enabled: false}
            transaction-tokens: {trust-domain: %2$s, keys: %3$s, claims: [roles]}
            upstreams:
              orders: {addresses: ["http://127.0.0.1:%4$d"]}
            routes:
              - {path: /orders, policy: required, upstream: orders}
            """
                .formatted(
                    stage.issuer(), TRUST_DOMAIN, stage.folder().resolve("txn-keys"), upstreamPort),
            Map.of(),
            GatewayConfigReader.Flags.NONE);
    return Gateway.start(config, OutputStream.nullOutputStream());
  }

  private String callThroughIt(URI edge, String token, boolean twoServices)
      throws IOException, InterruptedException {
    story.step("Alice calls the gateway. It calls the orders, and they call the stock.");
    if (!twoServices) {
      story.line(
          "   (Java alone: for the stock's service in Node there must be Node 20.19 or\n"
              + "   later, and express/ built: npm ci && npm run build)");
    }
    story.sent("GET /orders Authorization: Bearer " + Story.shortened(token));
    Reply reply = Reply.toBearer(http, edge, Optional.of(token));
    show(reply);
    JsonObject body = new JsonObject(reply.body());
    String txn = body.getString("txn", "");
    boolean same =
        !twoServices || txn.equals(body.getJsonObject("stock", new JsonObject()).getString("txn"));
    story.verdict(
        reply.status() == 200 && !txn.isEmpty() && same,
        "each verified the gateway's token for itself, in the same transaction");
    return txn;
  }

  private void show(Reply reply) {
    JsonObject orders = new JsonObject(reply.body());
    story.received(reply.status() + " orders in Java: " + transaction(orders));
    if (orders.getValue("stock") instanceof JsonObject stock) {
      story.line("     and the stock in Node: " + transaction(stock));
    }
  }

  private static String transaction(JsonObject service) {
    return "transaction " + service.getString("txn");
  }

  private void spoofThroughIt(URI edge, String token, String txn)
      throws IOException, InterruptedException {
    story.step("She sends a Txn-Token of her own along.");
    story.sent("GET /orders Authorization: Bearer … Txn-Token: (one that she has made)");
    Reply reply =
        Reply.toService(
            http, edge, "Authorization", "Bearer " + token, TransactionToken.HEADER, "e30.e30.AA");
    show(reply);
    story.verdict(
        reply.status() == 200 && txn.equals(new JsonObject(reply.body()).getString("txn")),
        "it ends at the gateway, and the services see the gateway's alone");
  }

  private void spoofPastIt(URI service, String token) throws IOException, InterruptedException {
    story.step("Somebody inside sends her access token as a Txn-Token, past the gateway.");
    story.sent("GET /orders Txn-Token: " + Story.shortened(token));
    Reply reply = Reply.toService(http, service, TransactionToken.HEADER, token);
    story.received(reply.status() + " WWW-Authenticate: " + reply.challenge().orElse("none"));
    String challenge =
        "Txn-Token realm=\"orders\", error=\"invalid_token\", reason=\"alg_not_allowed\"";
    story.verdict(
        reply.status() == 401 && reply.challenge().equals(Optional.of(challenge)),
        "an access token is no transaction token, and the client's is RS256");
  }
}
