/**
 * What the way of a request asks of whoever makes transaction tokens. Enter at {@link
 * signet.gateway.mint.TransactionTokens}. Imports nothing of the gateway.
 */
@NullMarked
package signet.gateway.mint;

import org.jspecify.annotations.NullMarked;
