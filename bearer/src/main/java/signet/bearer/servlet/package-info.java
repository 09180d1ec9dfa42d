/**
 * Bearer and transaction tokens in front of an application on a jakarta Servlet container. Enter at
 * {@link signet.bearer.servlet.SignetFilter}; {@link signet.bearer.servlet.HealthServlet} shows how
 * it stands. Imports {@code signet.jose}, {@code signet.bearer} and its packages {@code dpop},
 * {@code health} and {@code txn}, and the Servlet API, which the container brings.
 */
@NullMarked
package signet.bearer.servlet;

import org.jspecify.annotations.NullMarked;
