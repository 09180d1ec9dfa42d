/** The certificate of the server's own TLS, read from PEM files. Imports {@code start}. */
@NullMarked
package signet.server.tls;

import org.jspecify.annotations.NullMarked;
