/**
 * What {@code gateway.yaml} says: one immutable {@link signet.gateway.config.GatewayConfig}, read
 * by {@link signet.gateway.config.GatewayConfigReader} with every error at once. Imports {@code
 * route} and {@code mint}.
 */
@NullMarked
package signet.gateway.config;

import org.jspecify.annotations.NullMarked;
