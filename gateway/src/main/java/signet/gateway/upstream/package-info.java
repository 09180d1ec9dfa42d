/**
 * The servers behind the gateway: which of them is asked, and which are left alone for a while.
 * Enter at {@link signet.gateway.upstream.Upstream}. Imports {@code config}.
 */
@NullMarked
package signet.gateway.upstream;

import org.jspecify.annotations.NullMarked;
