package signet.benchmarks.soak;

/**
 * The configuration files of the installation: defaults, but for lifetimes that fit a short run.
 */
final class Settings {
  private Settings() {}

  /** What differs between servers. */
  record Server(
      String name, String issuer, int port, int management, int sql, int redis, String secretHash) {
    @Override
    public String toString() {
      return "server " + name;
    }
  }

  static String server(Server server) {
    return """
        issuer: %s
        port: %d
        management.port: %d
        data: %s
        master-key.file: shared.key
        database:
          url: postgresql://localhost:%d/postgres
          user: postgres
        redis.url: redis://localhost:%d
        tokens.access.lifetime: 2m
        keys.max-age: 30s
        keys.margin: 30s
        session.rotations-per-hour: 0
        login.limits.here: 1000000
        login.limits.account: 1000000
        login.limits.address: 1000000
        clients:
          phone:
            channel: native
          gateway: {channel: confidential, verifier: true, secret-hashes: [%7$s]}
          orders-java: {channel: confidential, verifier: true, secret-hashes: [%7$s]}
          orders-node: {channel: confidential, verifier: true, secret-hashes: [%7$s]}
          root: {channel: confidential, admin: true, secret-hashes: [%7$s]}
        """
        .formatted(
            server.issuer(),
            server.port(),
            server.management(),
            server.name(),
            server.sql(),
            server.redis(),
            server.secretHash());
  }

  /** Where the gateway listens, and whom it reaches through which link. */
  record Gateway(String issuer, int port, int management, int feed, int java, int node) {}

  static String gateway(Gateway gateway) {
    return """
        issuer: %1$s
        hosts: [localhost]
        audience: %1$s
        port: %2$d
        management: {port: %3$d}
        access-log: {enabled: false}
        tokens: {keys: "http://localhost:%4$d/.well-known/jwks.json"}
        revocations:
          client: gateway
          stream: http://localhost:%4$d/revocations/stream
          token-endpoint: http://localhost:%4$d/oauth2/token
          copy: gateway-revocations
        transaction-tokens: {trust-domain: %7$s, keys: txn-keys}
        upstreams:
          java: {addresses: ["http://127.0.0.1:%5$d"]}
          node: {addresses: ["http://127.0.0.1:%6$d"]}
        routes:
          - {path: /java, policy: required, upstream: java}
          - {name: strict, path: /java/strict, policy: required, when-stale: refuse, upstream: java}
          - {path: /node, policy: required, upstream: node}
        """
        .formatted(
            gateway.issuer(),
            gateway.port(),
            gateway.management(),
            gateway.feed(),
            gateway.java(),
            gateway.node(),
            Installation.TRUST_DOMAIN);
  }
}
