/** Tests of what is deployed and published, as those who install it find it. */
@NullMarked
package signet.distribution;

import org.jspecify.annotations.NullMarked;
