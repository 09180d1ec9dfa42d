/**
 * Settings: one immutable {@link signet.server.config.ServerConfig}, read from flags, environment
 * and YAML by {@link signet.server.config.ConfigLoader}. Of the server's other packages it imports
 * those whose rules it fills in: {@code client}, {@code key}, {@code session}, {@code user}.
 */
@NullMarked
package signet.server.config;

import org.jspecify.annotations.NullMarked;
