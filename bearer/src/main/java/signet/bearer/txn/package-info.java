/**
 * Transaction tokens (draft-ietf-oauth-transaction-tokens): what a gateway states about a request
 * to the services behind it, in the header {@code Txn-Token}. Enter at {@link
 * signet.bearer.txn.TransactionTokenVerifier}; in front of an application at {@link
 * signet.bearer.TransactionAuthenticator}. Imports {@code signet.jose} only.
 */
@NullMarked
package signet.bearer.txn;

import org.jspecify.annotations.NullMarked;
