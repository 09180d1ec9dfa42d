/**
 * Forward-auth: other proxies ask here whether a request may pass, and with what identity. Enter at
 * {@link signet.gateway.forward.ForwardAuth}; {@link signet.gateway.forward.KeySetAnswer} publishes
 * the keys of transaction tokens. Imports {@code access}, {@code header}, {@code mint}, {@code
 * route} and {@code txn}.
 */
@NullMarked
package signet.gateway.forward;

import org.jspecify.annotations.NullMarked;
