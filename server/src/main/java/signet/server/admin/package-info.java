/**
 * The operations of an administrator, done in this process or by a running server. Imports {@code
 * account}, {@code client}, {@code user}, {@code session}, {@code revocation} and {@code audit}.
 */
@NullMarked
package signet.server.admin;

import org.jspecify.annotations.NullMarked;
