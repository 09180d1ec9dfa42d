/**
 * What keeps an application from starting, said so that an operator can mend it, and what is closed
 * at its end. Imports nothing of Signet.
 */
@NullMarked
package signet.runtime.start;

import org.jspecify.annotations.NullMarked;
