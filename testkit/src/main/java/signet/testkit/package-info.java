/** Oracles and fixtures for tests; imports nothing of Signet. */
@NullMarked
package signet.testkit;

import org.jspecify.annotations.NullMarked;
