/**
 * SQL on SQLite in the data folder or on PostgreSQL, entered at {@link
 * signet.server.store.Database}: implements the store interfaces of {@code user}, {@code session}
 * and {@code key}. Only the wiring at the root imports this package.
 */
@NullMarked
package signet.server.store;

import org.jspecify.annotations.NullMarked;
