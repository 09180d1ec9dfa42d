/**
 * Makes transaction tokens: the keys, in a folder that all replicas share, and the minting. Enter
 * at {@link signet.gateway.txn.TransactionKeys} and {@link signet.gateway.txn.TransactionMint}.
 * Imports {@code signet.gateway.mint} and {@code signet.runtime}.
 */
@NullMarked
package signet.gateway.txn;

import org.jspecify.annotations.NullMarked;
