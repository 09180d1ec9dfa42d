/**
 * The keys that sign: made on first start, sealed at rest under the master key, published as a JWK
 * Set. Imports {@code start} alone.
 */
@NullMarked
package signet.server.key;

import org.jspecify.annotations.NullMarked;
