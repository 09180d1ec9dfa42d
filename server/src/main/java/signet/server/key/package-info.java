/**
 * The keys that sign: made on first start, sealed at rest under a master key, published as a JWK
 * Set; and where master keys come from. Imports {@code start} alone.
 */
@NullMarked
package signet.server.key;

import org.jspecify.annotations.NullMarked;
