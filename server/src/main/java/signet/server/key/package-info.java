/**
 * The keys that sign: made on first start, sealed at rest under a master key, published as a JWK
 * Set, following one another in a life of states; and where master keys come from. Enter at {@link
 * signet.server.key.KeyRotation} and {@link signet.server.key.SigningKeys}. Imports {@code audit},
 * {@code outage} and {@code start}.
 */
@NullMarked
package signet.server.key;

import org.jspecify.annotations.NullMarked;
