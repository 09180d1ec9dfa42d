/** Files that are there as a whole or not at all. Imports nothing of Signet. */
@NullMarked
package signet.runtime.file;

import org.jspecify.annotations.NullMarked;
