package signet.gateway.management;

import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.StringJoiner;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import signet.bearer.health.ServiceHealth;
import signet.gateway.upstream.Server;
import signet.gateway.upstream.Upstream;

/** Answers whether the gateway lives, may be given requests, and what it knows of the others. */
public final class Health {
  private final BooleanSupplier running;
  private final Supplier<ServiceHealth> tokens;
  private final Supplier<? extends Collection<Upstream>> upstreams;

  /**
   * Health by these sources, all of which answer at once.
   *
   * @param running while it neither starts nor stops
   * @param tokens how well access tokens can be judged
   * @param upstreams those of the configuration in use
   */
  public Health(
      BooleanSupplier running,
      Supplier<ServiceHealth> tokens,
      Supplier<? extends Collection<Upstream>> upstreams) {
    this.running = running;
    this.tokens = tokens;
    this.upstreams = upstreams;
  }

  /** {@code /health/live}: the process runs. */
  public void live(HttpServerRequest request) {
    ManagementListener.json(request, 200, "{\"status\":\"live\"}");
  }

  /**
   * {@code /health/ready}: it takes requests and can judge tokens. An upstream that is away makes
   * it no less ready, since others are not affected; the body tells each apart.
   */
  public void ready(HttpServerRequest request) {
    boolean runs = running.getAsBoolean();
    ServiceHealth health = tokens.get();
    boolean ready = runs && health.isReady();
    ManagementListener.json(
        request,
        ready ? 200 : 503,
        "{\"status\":\""
            + (ready ? "ready" : runs ? "waiting for keys or revocations" : "stopping")
            + "\",\"tokens\":"
            + health.toJson()
            + ",\"upstreams\":"
            + upstreamsJson()
            + "}");
  }

  /** {@code /health/keys}: keys and revocations, in the form that all services have. */
  public void keys(HttpServerRequest request) {
    ManagementListener.json(request, 200, tokens.get().toJson());
  }

  private String upstreamsJson() {
    StringJoiner all = new StringJoiner(",", "{", "}");
    for (Upstream upstream : upstreams.get()) {
      StringJoiner servers = new StringJoiner(",", "{", "}");
      for (Server server : upstream.servers()) {
        // Names and addresses come from the configuration, which lets nothing pass to be escaped.
        servers.add("\"" + server.address() + "\":\"" + server.word() + "\"");
      }
      all.add("\"" + upstream.settings().name() + "\":" + servers);
    }
    return all.toString();
  }
}
