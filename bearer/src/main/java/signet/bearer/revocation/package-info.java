/**
 * What has been revoked, known without asking. Enter at {@link
 * signet.bearer.revocation.RevocationFeed}, which follows an authorization server and is the {@code
 * revocation} check of a verifier. Imports {@code signet.jose} and {@code signet.bearer}.
 */
@NullMarked
package signet.bearer.revocation;

import org.jspecify.annotations.NullMarked;
