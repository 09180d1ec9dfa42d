/** What is revoked, and how verifiers will be told. Imports nothing of the server. */
@NullMarked
package signet.server.revocation;

import org.jspecify.annotations.NullMarked;
