/**
 * Addresses on the internet, as settings and requests write them. Imports nothing of the server.
 */
@NullMarked
package signet.server.address;

import org.jspecify.annotations.NullMarked;
