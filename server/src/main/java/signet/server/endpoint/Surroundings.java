package signet.server.endpoint;

import io.vertx.core.Vertx;
import signet.runtime.address.TrustedProxies;
import signet.server.metrics.Metrics;

/**
 * What every exchange needs of the server around it.
 *
 * @param metrics where answers are counted
 * @param origin under which clients see this server, such as {@code https://id.example}
 * @param proxies who may say from where a request came
 */
record Surroundings(Vertx vertx, Metrics metrics, String origin, TrustedProxies proxies) {
  /** Whether browsers may be told to keep to https. */
  boolean https() {
    return origin.startsWith("https:");
  }
}
