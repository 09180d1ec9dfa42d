/** How settings are written, and what is said about one that is wrong. Imports {@code start}. */
@NullMarked
package signet.runtime.setting;

import org.jspecify.annotations.NullMarked;
