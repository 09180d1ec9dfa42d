package signet.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.gateway.config.GatewayConfigReader.Flags;
import signet.gateway.route.Access;
import signet.gateway.route.Propagation;
import signet.gateway.route.Route;
import signet.runtime.start.StartupException;

class GatewayConfigReaderTest {
  private static final String SMALLEST =
      """
      issuer: https://id.example
      hosts: [api.example]
      audience: https://api.example
      upstreams:
        orders:
          addresses: [http://10.0.0.1:8080]
      routes:
        - path: /orders
          policy: required
          upstream: orders
      """;

  /** A configuration that says everything that can be said. */
  static final String EVERY_KEY =
      """
      host: 0.0.0.0
      port: 80
      workers: 1
      issuer: https://id.example
      hosts: api.example
      audience: https://api.example
      strip-headers: [X-User, X-Corp-*]
      management: {host: 127.0.0.1, port: 81, allow: [10.0.0.0/8], tls: {certificate: m.crt, key: m.key, client-ca: ca.crt}}
      tokens:
        realm: shop
        guide: https://docs.example/debugging
        keys: https://id.example/keys
        max-stale: 2h
        algorithms: [ES256]
        cache: 0
      revocations:
        client: gateway
        stream: https://id.example/feed
        token-endpoint: https://id.example/token
        stale-after: 10s
        when-stale: refuse
        copy: /var/lib/gateway/revocations
      proxies: {trusted: [10.0.0.0/8], header: Forwarded, continue-transactions: [10.1.0.0/16]}
      limits:
        header-bytes: 8KiB
        head-time: 5s
        requests-in-flight: 7
        connections: 8
        websocket-message-bytes: 64KiB
        connect-time: 100ms
        drain-time: 3s
      access-log: {enabled: false, file: access.log}
      transaction-tokens:
        trust-domain: shop.internal
        workload: edge
        keys: /var/lib/gateway/txn-keys
        algorithm: Ed25519
        lifetime: 30s
        claims: [tenant]
        rotate-every: 1d
        max-age: 60s
      upstreams:
        orders:
          addresses: [https://10.0.0.1, https://orders.example:8443]
          http2: true
          tls: {ca: ca.pem, certificate: c.pem, key: k.pem}
          connections: 3
          waiting: 4
          health: {path: /health, every: 1s}
      routes:
        - name: write
          hosts: [shop.example]
          path: /orders
          methods: [POST, PUT]
          policy: optional
          audience: https://shop.example
          all-scopes: [orders:write]
          any-scope: [a, b]
          all-roles: [clerk]
          any-role: [x, y]
          max-age: 5m
          when-stale: refuse
          upstream: orders
          propagate: headers
          transaction-scopes: [orders:write]
          transaction-claims: [tenant, region]
          forward-authorization: true
          body-bytes: 1MiB
          first-byte-time: 2s
          idle-time: 3s
      """;

  private static GatewayConfig read(String text) {
    return GatewayConfigReader.parse("gateway.yaml", text, Map.of(), Flags.NONE);
  }

  private static List<String> problems(String text) {
    try {
      read(text);
      return List.of();
    } catch (StartupException e) {
      return e.problems();
    }
  }

  @Test
  void hasDefaultsForEverythingElse() {
    GatewayConfig config = read(SMALLEST);

    assertThat(config.listen().port()).isEqualTo(8421);
    assertThat(config.listen().host()).isEqualTo("127.0.0.1");
    assertThat(config.management().port()).isEqualTo(8431);
    assertThat(config.management().allow())
        .anyMatch(range -> range.contains("127.0.0.1"))
        .noneMatch(range -> range.contains("10.0.0.1"));
    assertThat(config.tokens().keys()).hasToString("https://id.example/.well-known/jwks.json");
    assertThat(config.tokens().feed()).isEmpty();
    assertThat(config.transactionTokens()).isEmpty();
    Route route = config.routes().get(0);
    assertThat(route.name()).isEqualTo("orders");
    assertThat(route.access()).isEqualTo(Access.REQUIRED);
    assertThat(route.hosts()).isEqualTo(Set.of("api.example"));
    assertThat(route.propagation()).isEqualTo(Propagation.NONE);
    assertThat(route.forwardAuthorization()).isFalse();
  }

  @Test
  void readsEveryKey() {
    GatewayConfig config =
        GatewayConfigReader.parse(
            "gateway.yaml",
            EVERY_KEY,
            Map.of("SIGNET_GATEWAY_CLIENT_SECRET", "open sesame"),
            new Flags(Optional.of("::1"), OptionalInt.of(1), OptionalInt.of(2)));

    assertThat(config.listen().host()).isEqualTo("::1");
    assertThat(config.listen().port()).isEqualTo(1);
    assertThat(config.management().port()).isEqualTo(2);
    assertThat(config.listen().workers()).isEqualTo(1);
    assertThat(config.tokens().cached()).isZero();
    assertThat(config.tokens().guide()).contains(URI.create("https://docs.example/debugging"));
    assertThat(config.tokens().feed())
        .hasValueSatisfying(
            feed -> {
              assertThat(feed.secret()).isEqualTo("open sesame");
              assertThat(feed).asString().doesNotContain("sesame");
              assertThat(feed.copy()).contains(Path.of("/var/lib/gateway/revocations"));
            });
    assertThat(config.limits().requestsInFlight()).isEqualTo(7);
    assertThat(config.limits().connect()).isEqualTo(Duration.ofMillis(100));
    assertThat(config.transactionTokens())
        .hasValueSatisfying(
            tokens -> {
              assertThat(tokens.trustDomain()).isEqualTo("shop.internal");
              assertThat(tokens.lifetime()).isEqualTo(Duration.ofSeconds(30));
            });
    assertThat(config.upstreams().get(0).addresses())
        .extracting(Object::toString)
        .containsExactly("https://10.0.0.1:443", "https://orders.example:8443");
    Route route = config.routes().get(0);
    assertThat(route.mintRule().scopes()).contains(List.of("orders:write"));
    assertThat(route.mintRule().claims()).containsExactly("tenant", "region");
    assertThat(route.propagation()).isEqualTo(Propagation.HEADERS);
    assertThat(route.policy().isOptional()).isTrue();
    assertThat(route.policy())
        .asString()
        .contains("orders:write", "clerk", "PT5M", "fresh revocations");
  }

  @Test
  void certificatesOfClientsTakeThePlaceOfAddressesUnlessSomeAreListed() {
    String tls = "tls: {certificate: m.crt, key: m.key, client-ca: ca.crt}";

    assertThat(management("{%s}".formatted(tls)).allow()).isEmpty();
    assertThat(management("{allow: [10.0.0.1], %s}".formatted(tls)).allow()).hasSize(1);
    assertThat(management("{tls: {certificate: m.crt, key: m.key}}").allow()).hasSize(2);
  }

  private static GatewayConfig.Management management(String yaml) {
    return GatewayConfigReader.parse(
            "gateway.yaml", SMALLEST + "management: " + yaml + "\n", Map.of(), Flags.NONE)
        .management();
  }

  @Test
  void reportsEverythingAtOnceWithItsPlaceAndAHint() {
    assertThat(
            problems(
                """
                isuer: https://id.example
                port: 70000
                hosts: [api.example]
                upstreams:
                  orders: {addresses: [http://10.0.0.1/path], conections: 3}
                routes:
                  - path: /orders/
                    upstream: order
                  - {path: /b, policy: public, upstream: orders, any-role: [x]}
                """))
        .containsExactlyInAnyOrder(
            "port must be a whole number from 0 to 65535, not \"70000\"",
            "issuer must be set: the iss of access tokens",
            "upstreams.orders.addresses[0] must be scheme, host and port alone, such as"
                + " http://10.0.0.7:8080, not \"http://10.0.0.1/path\"",
            "unknown setting upstreams.orders.conections: did you mean"
                + " upstreams.orders.connections?",
            "routes[0].path must be a plain path that begins with a slash and does not end with"
                + " one, such as /orders, not \"/orders/\"",
            "routes[0].policy must be set: required, optional or public; a route without a policy"
                + " does not load",
            "routes[0].audience must be set, here or at the root: whom access tokens are meant for",
            "routes[0].upstream must be one of the names in upstreams: did you mean orders?",
            "routes[1].any-role must be left out on a public route",
            "unknown setting isuer: did you mean issuer?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "policy: required | policy: maybe | routes[0].policy must be one of required, optional,",
        "policy: required | policy: required\\n    all-scopes: [] | routes[0].all-scopes must name",
        "policy: required | policy: required\\n    when-stale: refuse | revocations be set",
        "policy: required | policy: required\\n    propagate: token | transaction-tokens be set",
        "hosts: [api.example] | hosts: [API.example] | hosts[0] must be a host in lower case",
        "hosts: [api.example] | # | routes[0].hosts must be set",
        "https://id.example | http://id.example | issuer must be an https address",
        "audience: https://api.example | revocations: {client: x} | secret-file must be set",
        "audience: https://api.example | transaction-tokens: {algorithm: RS256} | ES256 or Ed25519",
        "audience: https://api.example | tls: {key: x} | tls needs both certificate and key",
        "audience: https://api.example | management: {tls: {certificate: x}} | management.tls needs both",
        "audience: https://api.example | management: {tls: {client-ca: x}} | client-ca must stand beside",
        "audience: https://api.example | management: {tls: {client_ca: x}} | did you mean management.tls.client-ca?",
      })
  void refuses(String good, String bad, String problem) {
    String text = SMALLEST.replace(good, bad.replace("\\n", "\n"));

    assertThat(problems(text)).anyMatch(line -> line.contains(problem));
  }

  @Test
  void refusesRoutesThatMatchTheSameRequests() {
    String second = "  - {name: two, path: /orders, policy: public, upstream: orders}\n";

    assertThat(problems(SMALLEST + second))
        .containsExactly(
            "routes must differ in host, path or method: orders and two match the same requests");
    assertThat(problems(SMALLEST + second.replace("policy", "methods: [GET], policy"))).isEmpty();
  }

  @Test
  void refusesAKeyThatStandsTwice() {
    assertThatThrownBy(() -> read(SMALLEST + "port: 1\nport: 2\n"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("not valid YAML");
  }

  @Test
  void saysWhatToDoWhereThereIsNoFile() {
    Path nowhere = Path.of("no-such-folder", "gateway.yaml");

    assertThatThrownBy(() -> GatewayConfigReader.read(nowhere, Map.of(), Flags.NONE))
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "there is no configuration file "
                + nowhere
                + ": write it, or name another with --config");
  }

  @Test
  void aWordForARoleLeadsToTheSettingForIt() {
    assertThat(problems(SMALLEST + "    role: clerk\n"))
        .containsExactly("unknown setting routes[0].role: did you mean routes[0].any-role?");
  }
}
