/** The certificate of an application's own TLS, read from PEM files. Imports {@code start}. */
@NullMarked
package signet.runtime.tls;

import org.jspecify.annotations.NullMarked;
