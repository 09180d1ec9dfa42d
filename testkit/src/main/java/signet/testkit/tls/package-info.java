/** Certificates for tests of TLS. Imports {@code testkit}. */
@NullMarked
package signet.testkit.tls;

import org.jspecify.annotations.NullMarked;
