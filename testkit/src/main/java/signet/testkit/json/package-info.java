/**
 * A small JSON reader and writer for vectors and forged tokens. Enter at {@link
 * signet.testkit.json.Json}. Imports the JDK alone.
 */
@NullMarked
package signet.testkit.json;

import org.jspecify.annotations.NullMarked;
