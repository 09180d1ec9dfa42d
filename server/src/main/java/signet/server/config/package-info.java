/**
 * Settings: one immutable {@link signet.server.config.ServerConfig}, read from flags, environment
 * and YAML by {@link signet.server.config.ConfigLoader}. Imports {@code start} alone.
 */
@NullMarked
package signet.server.config;

import org.jspecify.annotations.NullMarked;
