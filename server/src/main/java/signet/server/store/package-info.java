/**
 * SQL on the data folder: implements the store interfaces of {@code user}, {@code session} and
 * {@code key}. Only the wiring at the root imports this package.
 */
@NullMarked
package signet.server.store;

import org.jspecify.annotations.NullMarked;
