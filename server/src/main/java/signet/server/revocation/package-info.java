/** What is revoked, and how verifiers will be told. Imports {@code audit} and {@code outage}. */
@NullMarked
package signet.server.revocation;

import org.jspecify.annotations.NullMarked;
