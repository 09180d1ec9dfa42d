/** Which cryptography an application runs on. Imports nothing of Signet. */
@NullMarked
package signet.runtime.crypto;

import org.jspecify.annotations.NullMarked;
