package signet.gateway;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An issuer, a service and a gateway before it, for all tests of a class. At the beginning of each
 * the service has seen nothing, and answers 200.
 */
final class GatewayWorld implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private final Function<String, String> yaml;
  private @Nullable TestIssuer issuer;
  private @Nullable RawUpstream upstream;
  private @Nullable TestGateway gateway;

  private GatewayWorld(Function<String, String> yaml) {
    this.yaml = yaml;
  }

  /** One with that configuration: upstreams and routes, and whatever else, by the service's URL. */
  static GatewayWorld of(Function<String, String> yaml) {
    return new GatewayWorld(yaml);
  }

  TestIssuer issuer() {
    return Objects.requireNonNull(issuer);
  }

  RawUpstream upstream() {
    return Objects.requireNonNull(upstream);
  }

  TestGateway gateway() {
    return Objects.requireNonNull(gateway);
  }

  /** The configuration once more, for a reload. */
  String yaml() {
    return yaml.apply(upstream().url());
  }

  /** The answer to one request on a connection of its own. */
  String ask(String request) throws IOException {
    return gateway().ask(request);
  }

  RawClient connect() throws IOException {
    return gateway().connect();
  }

  /** The field of a token that is good everywhere but for administration. */
  String bearer() {
    return gateway().bearer();
  }

  String managementUrl() {
    return gateway().gateway.managementUrl();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    issuer = new TestIssuer();
    upstream = new RawUpstream();
    gateway = new TestGateway(issuer, yaml());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    upstream().forget();
    upstream().answers(RawUpstream.OK);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    // Where it closes no WebSocket in order it is not to be waited for.
    if (upstream != null) {
      upstream.close();
    }
    if (gateway != null) {
      gateway.close();
    }
    if (issuer != null) {
      issuer.close();
    }
  }
}
