/** What is put on record, in the transaction of what it tells. Imports nothing of the server. */
@NullMarked
package signet.server.audit;

import org.jspecify.annotations.NullMarked;
