/** The command that runs the gateway. Imports {@code terminal}. */
@NullMarked
package signet.cli.gateway;

import org.jspecify.annotations.NullMarked;
