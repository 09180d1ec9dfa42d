/**
 * How it is said that what is kept cannot be reached or written at this moment. Imports nothing of
 * the server.
 */
@NullMarked
package signet.server.outage;

import org.jspecify.annotations.NullMarked;
