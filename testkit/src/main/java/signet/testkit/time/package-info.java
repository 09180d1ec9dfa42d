/** A clock that a test sets. Imports the JDK alone. */
@NullMarked
package signet.testkit.time;

import org.jspecify.annotations.NullMarked;
