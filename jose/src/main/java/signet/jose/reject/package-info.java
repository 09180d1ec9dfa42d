/** The reasons for which a token is refused. Imports nothing. */
@NullMarked
package signet.jose.reject;

import org.jspecify.annotations.NullMarked;
