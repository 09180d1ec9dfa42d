/**
 * Bearer tokens at the door of an application (RFC 6750), for any framework, and those that it
 * shows at other doors. Enter at {@link signet.bearer.BearerAuthenticator}: it takes the values of
 * the {@code Authorization} header, and what the place asks for ({@link
 * signet.bearer.RoutePolicy}), and answers with a verified token or with the challenge to send; and
 * at {@link signet.bearer.ClientCredentials} for the application's own tokens. A service behind a
 * gateway enters at {@link signet.bearer.TransactionAuthenticator}. Imports {@code signet.jose},
 * {@code signet.bearer.dpop} and {@code signet.bearer.txn}.
 */
@NullMarked
package signet.bearer;

import org.jspecify.annotations.NullMarked;
