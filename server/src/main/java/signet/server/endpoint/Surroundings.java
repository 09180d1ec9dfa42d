package signet.server.endpoint;

import io.vertx.core.Vertx;
import signet.server.metrics.Metrics;

/**
 * What every exchange needs of the server around it.
 *
 * @param metrics where answers are counted
 * @param https whether the issuer is an https address, so that browsers may be told to keep to it
 * @param proxies who may say from where a request came
 */
record Surroundings(Vertx vertx, Metrics metrics, boolean https, TrustedProxies proxies) {}
