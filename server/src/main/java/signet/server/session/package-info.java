/** Sessions: what a login begins and a logout ends. Imports nothing of the server. */
@NullMarked
package signet.server.session;

import org.jspecify.annotations.NullMarked;
