/** The applications that may ask for tokens, and what each may ask for. Imports {@code session}. */
@NullMarked
package signet.server.client;

import org.jspecify.annotations.NullMarked;
