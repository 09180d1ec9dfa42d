/**
 * What keeps the server from starting, said so that an operator can mend it. Imports nothing of the
 * server.
 */
@NullMarked
package signet.server.start;

import org.jspecify.annotations.NullMarked;
