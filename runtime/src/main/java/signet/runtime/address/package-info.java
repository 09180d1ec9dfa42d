/** Addresses on the internet, as settings and requests write them. Imports nothing of Signet. */
@NullMarked
package signet.runtime.address;

import org.jspecify.annotations.NullMarked;
