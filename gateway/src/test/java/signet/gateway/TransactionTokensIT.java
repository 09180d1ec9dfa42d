package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import signet.bearer.txn.TransactionToken;
import signet.bearer.txn.TransactionTokenVerifier;
import signet.bearer.txn.TransactionVerification;
import signet.jose.jwks.RemoteJwkSet;

/** A whole gateway that makes transaction tokens: through it, and for other proxies. */
final class TransactionTokensIT {
  @TempDir private static Path folder;
  private static RemoteJwkSet keys;

  @RegisterExtension static final GatewayWorld world = GatewayWorld.of(TransactionTokensIT::yaml);

  @BeforeAll
  static void fetchKeys() {
    keys =
        RemoteJwkSet.builder(URI.create(world.managementUrl() + "/.well-known/jwks.json")).build();
  }

  @AfterAll
  static void forgetKeys() {
    keys.close();
  }

  private static String yaml(String url) {
    return """
    transaction-tokens: {trust-domain: prod.example, keys: %s, claims: [roles]}
    """
            .formatted(folder.resolve("txn-keys"))
        + TestGateway.routes(url);
  }

  private static TransactionToken verified(String compact) {
    TransactionVerification verification =
        TransactionTokenVerifier.builder("prod.example").keys(keys).build().verify(compact);
    assertThat(verification).isInstanceOf(TransactionVerification.Verified.class);
    return ((TransactionVerification.Verified) verification).token();
  }

  private static List<String> tokens(String message) {
    return message
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("txn-token:"))
        .map(line -> line.substring("txn-token:".length()).strip())
        .toList();
  }

  private static String ask(String method, String path, String... headers) throws IOException {
    try (RawClient client = new RawClient(world.managementUrl())) {
      return client
          .send(
              method
                  + " "
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\n"
                  + TestGateway.lines(headers)
                  + "\r\n")
          .answer();
    }
  }

  private static String[] about(String path) {
    return new String[] {
      "X-Original-Method: POST",
      "X-Original-Uri: " + path,
      "X-Original-Host: localhost",
      world.bearer()
    };
  }

  @Test
  void servicesSeeTheGatewaysTokenAlone() throws IOException {
    String bearer = world.bearer();
    for (String spoofed : List.of("Txn-Token: x", "txn-token: x", "TXN_TOKEN: x")) {
      world.ask(TestGateway.get("/orders", bearer, spoofed, "Connection: txn-token"));
    }
    assertThat(world.upstream().requests()).hasSize(3);
    for (String request : world.upstream().requests()) {
      List<String> sent = tokens(request);
      assertThat(sent).hasSize(1);
      assertThat(verified(sent.get(0)).roles()).isNotEmpty();
      assertThat(request).doesNotContain("TXN_TOKEN").doesNotContain(bearer);
    }
    // One access token, one route: one token, and so one transaction.
    assertThat(world.upstream().requests().stream().map(r -> tokens(r).get(0)).distinct())
        .hasSize(1);
  }

  @Test
  void publicRouteCarriesNone() throws IOException {
    world.ask(TestGateway.get("/public", world.bearer(), "Txn-Token: x"));
    assertThat(tokens(world.upstream().requests().get(0))).isEmpty();
  }

  @Test
  void otherProxiesAskAtTheManagementPort() throws IOException {
    String answer = ask("GET", "/verify", about("/orders/1"));
    assertThat(answer).startsWith("HTTP/1.1 200 ");
    assertThat(verified(tokens(answer).get(0)).subject()).isNotEmpty();
    assertThat(ask("POST", "/verify", about("/orders/1"))).startsWith("HTTP/1.1 405 ");
    // As Envoy asks.
    assertThat(ask("POST", "/verify/orders/1?x=y", about("/orders/1?x=y")))
        .startsWith("HTTP/1.1 200 ");
    assertThat(ask("GET", "/verify", about("/admin"))).startsWith("HTTP/1.1 403 ");
    assertThat(ask("GET", "/verifyx", about("/orders"))).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void whoIsNotListedIsToldNothing() throws IOException {
    try (TestGateway closed =
            new TestGateway(
                world.issuer(),
                "management: {port: 0, allow: [192.0.2.0/24]}\n"
                    + TestGateway.routes(world.upstream().url()));
        RawClient client = new RawClient(closed.gateway.managementUrl())) {
      String answer =
          client
              .send(
                  "GET /verify HTTP/1.1\r\n"
                      + TestGateway.lines(about("/orders"))
                      + "Host: x\r\n\r\n")
              .answer();
      assertThat(answer).startsWith("HTTP/1.1 403 ").doesNotContainIgnoringCase("x-signet");
    }
  }

  @Test
  void transactionTokenIsNoAccessTokenHere() throws IOException {
    String token = tokens(ask("GET", "/verify", about("/orders"))).get(0);
    String answer = world.ask(TestGateway.get("/orders", "Authorization: Bearer " + token));
    assertThat(answer).startsWith("HTTP/1.1 401 ").contains("reason=\"wrong_type\"");
  }

  @Test
  void reloadKeepsTheKeys() throws IOException {
    String before = ask("GET", "/.well-known/jwks.json");
    world.gateway().gateway.reload(TestGateway.config(world.issuer(), world.yaml()));
    assertThat(before).contains("\"kid\"");
    assertThat(ask("GET", "/.well-known/jwks.json").lines().toList())
        .contains(before.lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow());
  }
}
